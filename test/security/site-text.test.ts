import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';

import { inputOf, testPages } from '../engine/login/harness.js';
import { onFlow } from '../engine/login/on-flow.js';
import type { Answer, Visit } from '../sites/flows/serve.js';
import { needles } from './needles.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const PASSWORD = 'Zq7!wintermoon/Kp';
const MAIL = 'anna.lindqvist@post.example';

/** A login page that writes what it got wherever a site can write something. */
function repeating(got: string): string {
  const json = JSON.stringify(got);
  return `<h1>Sign in ${got}</h1><p role="alert">Not ${encodeURIComponent(encodeURIComponent(got))}, wrong password</p>
    <form method="post" action="/login">
      <label>E-mail ${got} <input name="email" type="email"></label>
      <label>Password <input name="password" type="password" placeholder="${[...got].reverse().join('')}"></label>
      <label>Region ${[...got].join(' ')} <select name="region"><option value="${got}">${btoa(got)}</option>
        <option value="2">${got.normalize('NFD').toUpperCase()}</option></select></label>
      <button>Sign in</button></form><button>${got}</button>
    <script>document.title = ${json}; history.replaceState(null, '', '/u/' + encodeURIComponent(${json}));</script>`;
}

const FIRST =
  '<form method="post" action="/login"><label>E-mail <input name="email" type="email"></label>' +
  '<label>Password <input name="password" type="password"></label><button>Sign in</button></form>';

const PICTURES = `<canvas></canvas><style>main::after { content: '${PASSWORD}' }</style><main>Broken</main>
  <button>Help</button><button>${PASSWORD}</button><object data="data:text/plain,${PASSWORD}"></object>`;

/** Remembers what it got as a site does, by a cookie that says nothing. */
function remembering(): (visit: Visit) => Answer | undefined {
  let got = '';
  return ({ form }) => {
    got ||= form?.get('password') ?? '';
    return got === '' ? FIRST : { body: repeating(got), cookies: ['known=1'] };
  };
}

function expectNothingOf(told: unknown): void {
  const text = JSON.stringify(told);
  for (const value of [PASSWORD, MAIL])
    for (const needle of [...needles(value), value.toLowerCase(), value.slice(0, 10)])
      expect(text).not.toContain(needle);
}

it('a password that the site repeats is in no result, also after its page was lost', () =>
  onFlow(pages, remembering(), async (b) => {
    const { page, outcome } = await b.open();
    const refused = await b.fill(page, inputOf(outcome), { email: MAIL, password: PASSWORD });
    expect(refused.kind).toBe('refused');
    await pages.close(page.page_id);
    const again = await b.open();
    expect(inputOf(again.outcome).fields.length).toBeGreaterThan(1);
    expectNothingOf([outcome, refused, again]);
    await b.activities.closePage({ ...b.ref, page: again.page });
  }));

it('the picture of a page that got a value is drawn by us, without a pixel of the page', () =>
  onFlow(
    pages,
    ({ form }) => (form === null ? FIRST : { status: 500, body: `<p>${form.get('password')}</p>${PICTURES}` }),
    async (b) => {
      const { page, outcome } = await b.open();
      const result = await b.fill(page, inputOf(outcome), { email: MAIL, password: PASSWORD });
      expect(result).toMatchObject({ kind: 'failed', artefact: expect.any(String) });
      const files = readdirSync(b.artefactDir);
      expect(files.map((name) => name.split('.').at(-1)).sort()).toEqual(['json', 'svg']);
      for (const name of files) expectNothingOf(readFileSync(join(b.artefactDir, name), 'utf8'));
      const svg = readFileSync(join(b.artefactDir, files.find((name) => name.endsWith('.svg')) as string), 'utf8');
      expect(svg).toContain('<rect');
      expect(svg).not.toMatch(/<image|href|data:|<style|foreignObject/);
      await b.activities.closePage({ ...b.ref, page });
    },
  ));

it('a page is photographed only where nothing was typed and the site knows nobody', () =>
  onFlow(
    pages,
    () => ({ status: 500, body: 'Broken' }),
    async (b) => {
      expect((await b.open()).outcome.kind).toBe('failed');
      expect(readdirSync(b.artefactDir).some((name) => name.endsWith('.png'))).toBe(true);
    },
  ));
