import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import type { BrowserActivities, OpenedLogin } from '../../contract/steps.js';

import { bench, inputOf, testPages } from '../engine/login/harness.js';
import { onFlow } from '../engine/login/on-flow.js';
import { type Answer, serveFlow, type Visit } from '../sites/flows/serve.js';
import { needles } from './needles.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const PASSWORD = 'Zq7!wintermoon/Kp';
const MAIL = 'anna.lindqvist@post.example';

function pageOf(opened: Awaited<ReturnType<BrowserActivities['openLogin']>>): OpenedLogin {
  if (!('page' in opened)) throw new Error(opened.kind);
  return opened;
}

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
    // Also what those may read who may see the login.
    expectNothingOf([outcome, refused, again]);
    await b.activities.closePage({ ...b.ref, page: again.page });
  }));

const FOREIGN = `<h1>Willkommen bei Zirkonia</h1><p role="alert">Zirkonia sagt guten Tag</p><form method="post" action="/zirkonia/login">
  <label>Zirkonianummer <input name="zirkonia_nr" id="zirkonia"></label><label>Geburtsort <input name="ort" placeholder="Zirkonia-Stadt"></label>
  <label>Filiale <select name="zirkonia_filiale"><option value="">Zirkonia waehlen</option><option value="zirk-7">Zirkonia Nord</option></select></label>
  <label>Password <input name="password" type="password"></label><button>Log in</button></form>
  <button>Continue with Google<i id="zirkonia-google"></i></button>`;

it('what a site writes is in no result of a step but sealed', () =>
  onFlow(
    pages,
    ({ path, form }) => (path === '/' || form !== null ? FOREIGN : undefined),
    async (b) => {
      const { page, outcome } = pageOf(await b.sealed.openLogin(b.ref));
      expect(JSON.stringify(outcome)).not.toMatch(/zirk/i);
      const { fields } = inputOf(outcome);
      expect(fields.map(({ name }) => name)).toContain('password');
      expect(fields.every(({ name }) => /^(username|password|filiale|field_\d)$/.test(name))).toBe(true);
      const seen = inputOf(await b.activities.lookAtPage({ ...b.ref, page }));
      expect(JSON.stringify(seen)).toContain('Zirkonia Nord');
      // By the names that callers see, and the option by the id that stands in plain.
      const chosen = fields.find(({ options }) => options !== null)?.options?.at(-1)?.value as string;
      expect(chosen).toMatch(/^option_[0-9a-f]{8}$/);
      const values = Object.fromEntries(
        seen.fields.map(({ name, options }) => [name, options === null ? `given for ${name}` : chosen]),
      );
      const result = await b.sealed.fillFields(b.step(page, seen, values));
      expect(JSON.stringify(result)).not.toMatch(/zirk/i);
      await b.activities.closePage({ ...b.ref, page });
    },
  ));

it('a field has the same name in plain in each login, and in one that goes on from an older version the one that it had', () =>
  onFlow(
    pages,
    () => FOREIGN,
    async (b) => {
      const namesOf = async (names: readonly string[]): Promise<string[]> => {
        const { page, outcome } = pageOf(await b.sealed.openLogin({ ...b.ref, names }));
        await b.activities.closePage({ ...b.ref, page });
        return inputOf(outcome).fields.map(({ name }) => name);
      };
      const first = await namesOf([]);
      expect(await namesOf([])).toEqual(first);
      const slug = b.vault.fieldNames[0] as string;
      expect(await namesOf([slug])).toEqual(first.map((name) => (name === 'field_1' ? slug : name)));
    },
  ));

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

it('a picture that the operator wants all the same goes to the vault, not into the folder', async () => {
  const site = await serveFlow(({ form }) =>
    form === null ? FIRST : { status: 500, body: `<p>${form.get('password')}</p>` },
  );
  const b = bench(pages, site.host, { login: { pixels: true } });
  const { page, outcome } = await b.open();
  expect((await b.fill(page, inputOf(outcome), { email: MAIL, password: PASSWORD })).kind).toBe('failed');
  expect(b.vault.pictures.map((jpeg) => Buffer.from(jpeg).subarray(0, 3).toString('hex'))).toEqual(['ffd8ff']);
  expect(readdirSync(b.artefactDir).filter((name) => !/\.(json|svg)$/.test(name))).toEqual([]);
  await b.activities.closePage({ ...b.ref, page });
  await site.stop();
  b.clean();
});

it('a page is photographed only where nothing was typed and the site knows nobody', () =>
  onFlow(
    pages,
    () => ({ status: 500, body: 'Broken' }),
    async (b) => {
      expect((await b.open()).outcome.kind).toBe('failed');
      expect(readdirSync(b.artefactDir).some((name) => name.endsWith('.png'))).toBe(true);
    },
  ));
