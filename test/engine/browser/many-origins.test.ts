import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Pages, stateOf } from '../../../activities/browser/index.js';
import type { StorageState } from '../../../contract/index.js';
import { serveFlow } from '../../sites/flows/serve.js';
import { runs } from '../../support/variants.js';
import { testPages } from '../login/harness.js';

const MANY = runs(10, 60);

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const byOrigin = ({ origins }: StorageState) =>
  Object.fromEntries(
    origins.map(({ origin, localStorage, indexedDB }) => [
      new URL(origin).hostname.split('.')[0],
      [...localStorage.map(({ value }) => value), ...(indexedDB ?? []).map(() => 'db')].join(),
    ]),
  );

it('a session of many origins is all there, and comes back with what was changed in it, without a visit to the others', async () => {
  let visits = 0;
  const site = await serveFlow(() => {
    visits += 1;
    return '<h1>Here</h1>';
  });
  const port = site.host.split(':')[1];
  const at = (n: number): string => `http://o${n}.localhost:${port}`;
  const indexedDB = [{ name: 'db', version: 1, stores: [] }];
  const origins = Array.from({ length: MANY }, (_, n) => ({
    origin: at(n),
    localStorage: [{ name: 't', value: String(n) }],
    ...(n === 7 ? { indexedDB } : {}),
  }));
  const state = { storage_state: { cookies: [], origins }, session_storage: null };
  const page = await pages.newPage({ domain: `o1.localhost:${port}`, state, proxy: null });
  try {
    expect(visits).toBe(0);
    const read = async (n: number): Promise<unknown> => {
      await page.goto(at(n));
      return page.evaluate(() => localStorage.getItem('t'));
    };
    expect([await read(0), await read(MANY - 1), await read(9)]).toEqual(['0', String(MANY - 1), '9']);
    await page.evaluate(() => localStorage.clear());
    await page.goto(at(1));
    await page.evaluate(() => localStorage.setItem('t', 'changed'));
    await page.goto(at(MANY));
    await page.evaluate(() => localStorage.setItem('t', 'new'));

    const after = await stateOf(page.context());
    const { o9, ...left } = Object.fromEntries(Array.from({ length: MANY }, (_, n) => [`o${n}`, String(n)]));
    expect(o9).toBe('9');
    expect(byOrigin(after)).toEqual({ ...left, o1: 'changed', o7: '7,db', [`o${MANY}`]: 'new' });
    expect(page.context().pages()).toHaveLength(1);
  } finally {
    await page.context().close();
    await site.stop();
  }
});
