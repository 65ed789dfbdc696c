import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

/** A banner in a given place that tells the site how it was answered. */
const banner = (place: string): string => `<div id="cookie-banner" role="dialog" aria-label="Cookies"
    style="position:fixed;background:#fff;${place}"><p>We use cookies.</p>
    <button onclick="answer('accept')">Accept all</button><button onclick="answer('reject')">Reject all</button></div>
  <script>function answer(how) { document.querySelector('#cookie-banner').remove(); navigator.sendBeacon('/cookies?' + how); }</script>`;

describe('a banner about cookies', () => {
  const site =
    (front: string) =>
    (visit: Visit): Answer | undefined => {
      if (visit.path === '/') return front;
      if (visit.path === '/login') return PASSWORD_PAGE;
      if (visit.path === '/cookies') return 'noted';
      return visit.path === '/password' ? letIn : members(visit);
    };

  it.each([
    ['over the form is refused', `${PASSWORD_PAGE}${banner('inset:0')}`, 1],
    ['over the link to the form is refused', `<a href="/login">Log in</a>${banner('inset:0')}`, 1],
    ['that is not in the way is left alone', `${PASSWORD_PAGE}${banner('bottom:0;left:0;right:0')}`, 0],
  ])('%s', (_, front, answers) =>
    onFlow(pages, site(front), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
      expect(posts.filter(({ path }) => path === '/password')).toHaveLength(1);
      expect(posts.filter(({ path }) => path === '/cookies')).toHaveLength(answers);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('a notice over the form', () => {
  const notice = (
    ms: number,
  ): string => `<p id="notice" style="position:fixed;inset:0;background:#fee">Welcome back.</p>
    <script>setTimeout(() => document.querySelector('#notice').remove(), ${ms});</script>`;

  const isFilledOnce = (inTheWay: string): Promise<void> =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE + inTheWay;
        return visit.path === '/password' ? letIn : members(visit);
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    );

  it('that goes away by itself is waited for', () => isFilledOnce(notice(2_500)));

  it('that leaves a part of each field free is not in the way', () =>
    isFilledOnce(`<script>
      for (const input of document.querySelectorAll('input')) {
        const { left, top, width, height } = input.getBoundingClientRect();
        const strip = document.body.appendChild(document.createElement('p'));
        strip.style = 'position:absolute;margin:0;background:#fee';
        Object.assign(strip.style, { left: left + 'px', top: top + 'px', width: width + 'px', height: height * 0.7 + 'px' });
      }
    </script>`));

  it('that waits for a person to take note of it is taken note of', () =>
    onFlow(
      pages,
      (visit) => {
        const said = `<div style="position:fixed;inset:0;z-index:9;background:#fee"><h2>Login failed</h2><p>Wrong password.</p>
          <button onclick="this.parentElement.remove()">OK</button></div>`;
        if (visit.path === '/') return PASSWORD_PAGE;
        if (visit.path !== '/password') return members(visit);
        return visit.form?.get('password') === VALUES.password ? letIn : PASSWORD_PAGE + said;
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const refused = await b.fill(page, inputOf(outcome), { ...VALUES, password: 'not it' });
        if (refused.kind !== 'refused' || refused.page === null) throw new Error('nowhere to try again');
        expect(await b.fill(page, refused.page, VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(posts).toHaveLength(2);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('that stays keeps it from being filled', () =>
    onFlow(
      pages,
      () => PASSWORD_PAGE + notice(60_000),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const result = await b.fill(page, inputOf(outcome), VALUES);
        expect(result).toMatchObject({ kind: 'failed', code: 'element_not_found' });
        expect(posts).toHaveLength(0);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

describe('a service worker that reloads the page once it is there', () => {
  const SCRIPT = `addEventListener('install', (event) => event.waitUntil(skipWaiting()));
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));`;
  const RELOADS = `<script>
    navigator.serviceWorker?.addEventListener('controllerchange', () => location.reload());
    document.querySelector('form').addEventListener('focusin', () => navigator.serviceWorker?.register('/worker.js'));
    </script>`;

  it('does not get in the way of what is typed', () =>
    onFlow(
      pages,
      async (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE + RELOADS;
        if (visit.path === '/worker.js') return { body: SCRIPT, script: true };
        if (visit.path !== '/password') return members(visit);
        // By then it has taken over.
        await sleep(1_500);
        return letIn;
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

describe('staying signed in', () => {
  it.each(
    variants(1, [
      ['Stay signed in?', 'Yes', 'No'],
      ['Trust this device?', 'Trust', 'Not now'],
      ['Angemeldet bleiben?', 'Ja', 'Nein'],
    ]),
  )('is answered with no where the agent is not to stay: %s', (heading, yes, no) =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        if (visit.path === '/password')
          return `<h1>${heading}</h1><form method="post" action="/stay">
            <button name="stay" value="yes">${yes}</button><button name="stay" value="no">${no}</button></form>`;
        return visit.path === '/stay' ? letIn : members(visit);
      },
      async (b, { posts }) => {
        b.vault.grant = { ...b.vault.grant, stay_signed_in: false };
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(posts.slice(1).map(({ fields }) => fields)).toEqual([{ stay: 'no' }]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );

  it('is asked on a page of its own and answered with yes', () =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        if (visit.path === '/password')
          return `<h1>Stay signed in?</h1><form method="post" action="/stay">
            <button name="stay" value="no">No</button><button name="stay" value="yes">Yes</button></form>`;
        // Nothing is stored for somebody who does not want to stay.
        if (visit.path === '/stay') return visit.form?.get('stay') === 'yes' ? letIn : { to: '/members' };
        return members(visit);
      },
      async (b) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
      },
    ));

  it.each(
    variants(2, [
      ['', true, 'on'],
      ['checked', true, 'on'],
      ['', false, undefined],
      ['checked', false, undefined],
    ]),
  )('is a box on the form (%s), ticked in the end where the agent is to stay: %s', (checked, stay, expected) =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/')
          return PASSWORD_PAGE.replace(
            '<button>',
            `<label><input type="checkbox" name="keep" ${checked}> Keep me logged in</label><button>`,
          );
        return visit.path === '/password' ? letIn : members(visit);
      },
      async (b, { posts }) => {
        b.vault.grant = { ...b.vault.grant, stay_signed_in: stay };
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(posts.map(({ fields }) => fields.keep)).toEqual([expected]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});
