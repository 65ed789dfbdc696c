import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { MEMBER } from '../../sites/flows/half-way.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { loginForm, ordersPage } from '../../sites/flows/words.js';
import { variant } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const OVER = 'position:fixed;inset:0;z-index:9;background:#fff';

/** Sends the form by script, and lays something over it. */
const asking = (said: string, more = ''): string => `${loginForm('de')}<script>
  const form = document.querySelector('form');
  form.onsubmit = async (event) => {
    event.preventDefault();
    await fetch('/password', { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    document.body.insertAdjacentHTML('beforeend', \`<div role="dialog" style="${OVER}"><p id="said">${said}</p>
      <button onclick="on('/go-on')">Übernehmen</button><button onclick="on('/')">Belassen</button></div>\`);${more}
  };
  const on = (path) => fetch(path, { method: 'POST' }).then(() => { location = '/home'; });
</script>`;

const site =
  (page: string, status = 200) =>
  ({ path, cookies, form }: Visit): Answer => {
    if (path === '/password') return { body: '', status };
    if (path === '/go-on' && form !== null) return { body: '', cookies: [MEMBER] };
    return cookies.get('sid') === 'member' ? ordersPage('de') : page;
  };
const sent = (posts: readonly { readonly path: string }[]): number =>
  posts.filter(({ path }) => path === '/password').length;

describe('what comes over the form after it was sent', () => {
  it('is asked of a person, whose answer is given', () =>
    onFlow(pages, site(asking('Kennung in Benutzung: Platz 4')), async (b, { posts }) => {
      const first = await toTheEnd(b);
      if (first.came.kind !== 'input') throw new Error(JSON.stringify(first.came));
      expect(first.came.page.fields).toEqual([]);
      const { page, came } = await choosing(b, first.page, first.came.page, /Übernehmen/);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      expect(sent(posts)).toBe(1);
      await b.activities.closePage({ ...b.ref, page });
    }));

  variant('is asked about although its words change all the time', () => {
    const count = 'let n = 900; setInterval(() => { said.textContent = "Kennung in Benutzung: noch " + n--; }, 50);';
    return onFlow(pages, site(asking('Kennung in Benutzung', count)), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'input' });
      expect(sent(posts)).toBe(1);
      await b.activities.closePage({ ...b.ref, page });
    });
  });

  it('is no question where the server has refused what was sent', () =>
    onFlow(pages, site(asking('Kennung in Benutzung: Platz 4'), 401), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'refused', fields: ['password'] });
      expect(sent(posts)).toBe(1);
      await b.activities.closePage({ ...b.ref, page });
    }));
});

it('a site that was at another page, and is back at its form without a word, leaves it open what became of the values', () => {
  const flow = ({ path }: Visit): Answer =>
    path === '/password'
      ? { to: '/welcome' }
      : path === '/welcome'
        ? '<p>4711</p><script>setTimeout(() => location.replace("/login"), 300)</script>'
        : loginForm('pl');
  return onFlow(pages, flow, async (b, { posts }) => {
    const { page, came } = await toTheEnd(b);
    expect(came, JSON.stringify(came)).toMatchObject({ kind: 'input', left: 'unknown' });
    expect(b.vault.trace.map(({ reason }) => reason)).toContain('thrown_out');
    expect(sent(posts)).toBe(1);
    await b.activities.closePage({ ...b.ref, page });
  });
});
