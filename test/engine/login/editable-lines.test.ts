/** Names that are typed into an element that is no field. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { PASSWORD } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const MEMBERS = '<h1>Orders</h1><a href="/logout">Log out</a>';
const SECOND =
  '<h1>Log in</h1><form method="post" action="/password"><label>Password <input name="p" type="password"></label><button>Log in</button></form>';

/** An application that sends what its line holds, and asks for the password then. */
const app =
  (heading: string, line: string, next: string) =>
  ({ path, cookies }: Visit): Answer | undefined => {
    if (path === '/name') return { body: '{}', script: true, cookies: ['named=1'] };
    if (path === '/password') return { to: '/', cookies: ['in=1'] };
    if (path !== '/') return undefined;
    if (cookies.has('in')) return MEMBERS;
    if (cookies.has('named')) return SECOND;
    return `<h4>${heading}</h4><div><div>${line}</div><p id="said"></p><button type="button">${next}</button></div><script>
      const line = document.querySelector('[role=textbox]');
      document.querySelector('button').onclick = async () => {
        await fetch('/name', { method: 'POST', body: new URLSearchParams({ name: line.textContent.trim() }) });
        location.reload();
      };
    </script>`;
  };

const box = (more: string, held = ''): string =>
  `<div role="textbox" contenteditable="true" style="width:300px;border:1px solid" ${more}>${held}</div>`;

describe('a line that is no field', () => {
  it.each(
    variants(1, [
      [
        'holds what a page writes first (fa)',
        'ورود به پیک',
        `<span id="l">شمارهٔ تلفن</span>${box('aria-labelledby="l"', '+98&nbsp;')}`,
        'بعدی',
        'username',
      ],
      ['is for an e-mail address (de)', 'Anmelden', box('aria-label="E-Mail-Adresse"'), 'Weiter', 'email'],
      [
        'takes plain text only (ko)',
        '로그인',
        box('aria-label="아이디"').replace('"true"', '"plaintext-only"'),
        '다음',
        'username',
      ],
    ]),
  )('takes the name where it %s', async (_, heading, line, next, name) =>
    onFlow(pages, app(heading, line, next), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const first = inputOf(outcome);
      expect(fieldNames(first)).toEqual([name]);
      const second = inputOf(await b.fill(page, first, { [name]: '+98 912 123 4567' }));
      expect(fieldNames(second)).toEqual(['password']);
      expect(await b.fill(page, second, { password: PASSWORD })).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ fields }) => fields.name ?? fields.p)).toEqual(['+98 912 123 4567', PASSWORD]);
    }),
  );
});
