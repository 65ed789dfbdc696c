/** What can wait has a page only where no login wants it. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { ownPages } from '../login/harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await ownPages({ maxPages: 1 });
});
afterAll(() => pages.closeAll());

const BLANK = { domain: 'localhost:1', state: null, proxy: null, identity: null };
const login = () => pages.open({ login: 'l', ...BLANK, signal: AbortSignal.timeout(20_000) }, async ({ id }) => id);

it('gives its place to a login that comes, and gets none while one is there', async () => {
  const began = new AbortController();
  const hasBegun = once(began.signal, 'abort');
  const spare = pages.openSpare(BLANK, async (page, wanted) => {
    began.abort();
    if (!wanted.aborted) await once(wanted, 'abort');
    return page.isClosed();
  });
  await hasBegun;
  expect(await pages.openSpare(BLANK, async () => true)).toBe(null);
  const id = await login();
  // What it has changed can still be read then.
  expect(await spare).toBe(false);
  expect(await pages.openSpare(BLANK, async () => true)).toBe(null);
  await pages.close(id);
  expect(await pages.openSpare(BLANK, async () => true)).toBe(true);
});

it('that it fails keeps no place', async () => {
  await expect(pages.openSpare(BLANK, () => Promise.reject(new Error('x')))).rejects.toMatchObject({
    type: 'browser_error',
  });
  await pages.close(await login());
});
