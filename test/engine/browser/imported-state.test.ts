import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { readChromium } from '../../../cli/import/chromium-session.js';
import type { StorageState } from '../../../contract/index.js';
import { chromiumEnv } from '../../../contract/machine/chromium-env.js';
import { readState } from '../../../contract/profile/imported-state.js';
import { needTool } from '../../../worker/need-tool.js';
import { testPages } from '../login/harness.js';
import { onFlow } from '../login/on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const GOOD = { name: 'sid', value: 'v', domain: 'shop.example', path: '/', expires: -1, httpOnly: true, secure: true };
/** What Chromium, or Playwright before it, takes no context with. */
const BAD: readonly object[] = [
  { name: 'a', value: 'x\ny' },
  { name: 'b', value: 'x;y' },
  { name: 'c=d', value: 'v' },
  { name: '__Host-e', value: 'v', domain: '.shop.example' },
  { name: '__Secure-f', value: 'v', secure: false },
  { name: 'g', value: 'x'.repeat(5000) },
  { name: 'h', value: 'x\ty' },
  { name: 'i', value: 'v', secure: false, partitionKey: 'https://a.example' },
].map((more) => ({ ...GOOD, ...more }));

const opened = async (storage_state: unknown) => {
  const state = { storage_state: storage_state as StorageState, session_storage: null };
  const page = await pages.newPage({ domain: 'shop.example', state, proxy: null });
  const cookies = await page.context().cookies();
  await page.context().close();
  return cookies.map(({ name }) => name).sort();
};

describe('a saved state that the browser refuses', () => {
  it('is dropped, and the rest is there: cookies', async () => {
    const state = { cookies: [...BAD, GOOD], origins: [] };
    expect(await opened(state)).toEqual(['sid']);
  });

  it('is dropped, and the rest is there: what a site keeps otherwise', async () => {
    const bad = {
      origin: 'https://shop.example',
      localStorage: [],
      indexedDB: [{ name: 'db', version: -1, stores: [] }],
    };
    expect(await opened({ cookies: [GOOD], origins: [bad] })).toEqual(['sid']);
  });

  it('is told where the login ends well', () =>
    onFlow(
      pages,
      ({ cookies }) =>
        cookies.get('sid') === 'v' ? '<h1>Orders</h1><a href="/logout">Sign out</a>' : '<h1>Sign in</h1>',
      async (b, site) => {
        const [domain] = site.host.split(':');
        const cookies = [
          { ...GOOD, secure: false, sameSite: 'Lax', domain },
          { ...GOOD, domain, name: 'b', value: 'x;y' },
        ];
        const held = { storage_state: { cookies, origins: [] }, session_storage: null };
        const facts = { post_login_url: `http://${site.host}/`, session_expires_at: null };
        await b.vault.saveProfile({ ...b.ref, opening: 'o', ...held, ...facts, base_version: null } as never);
        const { page, outcome } = await b.open();
        expect(outcome.kind).toBe('authenticated');
        const saved = await b.activities.saveSession({ ...b.ref, page });
        expect(saved).toMatchObject({ kind: 'saved', notice: 'session_state_dropped' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

it('an import takes no cookie that Chromium refuses', async () => {
  const good = ['__Host-a', '__Secure-b', 'ünï', 'empty', 'part', 'long'].map((name) => ({
    ...GOOD,
    name,
    value: name === 'empty' ? '' : name === 'long' ? 'x'.repeat(4092) : 'vé"\\',
    ...(name === 'part' ? { partitionKey: 'https://a.example' } : {}),
  }));
  const { storage_state, left_out } = readState([...good, ...BAD], Date.now());
  expect(left_out).toHaveLength(BAD.length);
  const { path, args, env, sandbox } = await needTool('chromium');
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: path,
    args: [...args, `--remote-debugging-port=${port}`],
    env: chromiumEnv(process.env, env),
    chromiumSandbox: sandbox,
  });
  try {
    const context = await browser.newContext({ storageState: storage_state as never });
    const names = (await context.cookies()).map(({ name }) => name).sort();
    expect(names).toEqual(good.map(({ name }) => name).sort());

    // A Chromium of somebody's own: its first window, and one site of it.
    const own = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [window] = own.contexts();
    await window!.addCookies([
      { name: 'mine', value: 'v', domain: 'shop.example', path: '/' },
      { name: 'other', value: 'v', domain: 'bank.example', path: '/' },
    ]);
    const found = await readChromium(`http://127.0.0.1:${port}`, 'shop.example');
    expect(found.cookies.map((cookie) => (cookie as { name: string }).name)).toContain('mine');
    expect(JSON.stringify(found)).not.toContain('bank.example');

    // Sites that keep their sessions in a database, as Firebase does: a tab of theirs is open.
    const tab = await window!.newPage();
    await tab.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Orders</h1>' }));
    await tab.goto('https://shop.example/orders');
    const user = { fbase_key: 'user', value: { uid: 'u', since: '2026-01-01' } };
    await tab.evaluate(FILL, user);
    const kept = await readChromium(`http://127.0.0.1:${port}`, 'shop.example');
    expect(kept.origins).toMatchObject([
      {
        origin: 'https://shop.example',
        localStorage: [{ name: 'seen', value: '1' }],
        indexedDB: [{ name: 'firebaseLocalStorageDb', stores: [{ keyPath: 'fbase_key', records: [{ value: user }] }] }],
      },
    ]);
    expect(readState(kept, Date.now())).toMatchObject({ storage_state: { origins: kept.origins } });
    await own.close();
    expect(browser.isConnected()).toBe(true);
  } finally {
    await browser.close();
  }
});

it.each(['http://browser.example:9222', 'nonsense', 'http://127.0.0.1:1'])('no Chromium is at %s', async (address) => {
  await expect(readChromium(address, 'shop.example')).rejects.toMatchObject({ code: 'invalid_input' });
});

/** Runs in a page. */
const FILL = (user: object): Promise<void> =>
  new Promise((resolve, reject) => {
    localStorage.setItem('seen', '1');
    const opening = indexedDB.open('firebaseLocalStorageDb', 1);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('firebaseLocalStorage', { keyPath: 'fbase_key' }).add(user);
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
