import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { launch, type Browser as Puppeteer } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSession, restoreSession } from '../../../client/index.js';
import type { ProfileSession, StorageState } from '../../../contract/index.js';
import { chromiumEnv } from '../../../contract/machine/chromium-env.js';
import { needTool } from '../../../worker/need-tool.js';

/** What a page sees before anything else happens on it; and ways in which sites change it. */
const PAGE = `<!doctype html><script>
  window.first = { tab: sessionStorage.getItem('token'), kept: localStorage.getItem('t'), length: sessionStorage.length };
</script>`;

let server: Server;
let port: number;
let playwright: Browser;
let puppeteer: Puppeteer;
beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.setHeader('x-cookie', request.headers.cookie ?? '');
    response.end(PAGE);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  const { path, args, env, sandbox } = await needTool('chromium');
  const environment = chromiumEnv(process.env, env);
  playwright = await chromium.launch({
    executablePath: path,
    args: [...args],
    env: environment,
    chromiumSandbox: sandbox,
  });
  puppeteer = await launch({
    executablePath: path,
    // As browsers are otherwise: storage of frames is kept apart by the site around them.
    args: [...args.filter((arg) => !arg.startsWith('--disable-features')), ...(sandbox ? [] : ['--no-sandbox'])],
    env: environment,
  });
});
afterAll(async () => {
  await Promise.all([playwright.close(), puppeteer.close()]);
  server.close();
});

const at = (host: string): string => `http://${host}.localhost:${port}`;

const sessionOf = (over: Partial<ProfileSession['storage_state']>, tabs: ProfileSession['session_storage'] = null) => ({
  storage_state: { cookies: [], origins: [], ...over } as StorageState,
  session_storage: tabs,
});

interface TestPage {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
}
interface TestContext {
  readonly target: Parameters<typeof restoreSession>[0];
  newPage(): Promise<TestPage>;
  close(): Promise<unknown>;
}
const LIBRARIES: readonly (readonly [string, () => Promise<TestContext>])[] = [
  [
    'Playwright',
    async () => {
      const context = await playwright.newContext();
      return { target: context, newPage: () => context.newPage(), close: () => context.close() };
    },
  ],
  [
    'Puppeteer',
    async () => {
      const context = await puppeteer.createBrowserContext();
      return { target: context, newPage: () => context.newPage() as Promise<TestPage>, close: () => context.close() };
    },
  ],
];

const first = (page: TestPage): Promise<unknown> => page.evaluate('window.first');

describe.each(LIBRARIES)('a session that is restored to %s', (_, open) => {
  async function restored(session: ReturnType<typeof sessionOf>): Promise<TestContext> {
    const context = await open();
    await restoreSession(context.target, session);
    return context;
  }

  it('is there without a cookie that the browser refuses', async () => {
    const place = {
      domain: 'a.localhost',
      path: '/',
      expires: -1,
      httpOnly: false,
      secure: false,
      sameSite: 'Lax',
    } as const;
    const cookies = ['1', 'a;b', 'c\nd'].map((value, index) => ({ ...place, name: `c${index}`, value }));
    const context = await restored(sessionOf({ cookies }));
    const page = await context.newPage();
    await page.goto(at('a'));
    expect(await page.evaluate('document.cookie')).toBe('c0=1');
    await context.close();
  });

  it('comes back as it was given where nobody has touched it, and otherwise with what a site has made of it', async () => {
    const flags = { path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' } as const;
    const cookies = ['one', 'two'].map((name) => ({ name, value: '1', domain: 'a.localhost', ...flags }));
    const origins = ['a', 'b'].map((host) => ({ origin: at(host), localStorage: [{ name: 't', value: host }] }));
    const given = sessionOf({ cookies, origins }, { [at('a')]: { token: '1' } });
    const context = await restored(given);
    const untouched = await readSession(context.target, given);
    expect(new Set(untouched.storage_state.cookies)).toEqual(new Set(cookies));
    expect(untouched.storage_state.origins.map((one) => ({ ...one, indexedDB: undefined }))).toEqual(
      origins.map((one) => ({ ...one, indexedDB: undefined })),
    );

    const page = await context.newPage();
    await page.goto(at('a'));
    await page.evaluate(`(async () => {
      localStorage.t = 'new'; sessionStorage.token = '2'; document.cookie = 'own=1';
      await new Promise((done) => { const open = indexedDB.open('db', 1);
        open.onupgradeneeded = () => open.result.createObjectStore('s'); open.onsuccess = done; });
    })()`);
    const now = await readSession(context.target, given);
    expect(now.storage_state.cookies.map(({ name }) => name).sort()).toEqual(['one', 'own', 'two']);
    expect(now.storage_state.origins.find(({ origin }) => origin === at('a'))).toMatchObject({
      localStorage: [{ name: 't', value: 'new' }],
      indexedDB: [{ name: 'db' }],
    });
    expect(now.storage_state.origins.find(({ origin }) => origin === at('b'))?.localStorage).toEqual([
      { name: 't', value: 'b' },
    ]);
    expect(now.session_storage).toEqual({ [at('a')]: { token: '2' } });
    await context.close();
  });

  it('is there before the first script of a page runs, in each tab', async () => {
    const kept = { origin: at('a'), localStorage: [{ name: 't', value: '</script>"\u2028' }] };
    const cookie = {
      name: 'c',
      value: '1',
      domain: 'a.localhost',
      path: '/',
      expires: -1,
      httpOnly: false,
      secure: false,
    };
    const context = await restored(
      sessionOf(
        { cookies: [{ ...cookie, sameSite: 'Lax' }], origins: [kept] },
        { [at('a')]: { token: 'tab</script>' } },
      ),
    );
    for (let tab = 0; tab < 3; tab += 1) {
      const page = await context.newPage();
      await page.goto(at('a'));
      expect(await first(page)).toEqual({ tab: 'tab</script>', kept: '</script>"\u2028', length: 1 });
      expect(await page.evaluate('document.cookie')).toBe('c=1');
      await page.goto(at('b'));
      expect(await first(page)).toMatchObject({ tab: null, kept: null });
    }
    await context.close();
  });

  it.each([
    ['a reload', (page: TestPage) => page.reload()],
    ['a link', (page: TestPage) => page.evaluate("location.href = '/login'").then(() => loaded(page, '/login'))],
    [
      'a redirect of the site',
      (page: TestPage) => page.evaluate("location.replace('/x')").then(() => loaded(page, '/x')),
    ],
    ['a new visit', (page: TestPage) => page.goto(`${at('a')}/again`)],
    ['a visit after another site', (page: TestPage) => page.goto(at('b')).then(() => page.goto(`${at('a')}/back`))],
  ])('is not given again after the site has ended it, by %s', async (_name, comeBack) => {
    const kept = { origin: at('a'), localStorage: [{ name: 't', value: '1' }] };
    const context = await restored(
      sessionOf({ origins: [kept] }, { [at('a')]: { token: 'tab' }, [at('b')]: { token: 'b' } }),
    );
    const page = await context.newPage();
    await page.goto(at('a'));
    await page.evaluate('sessionStorage.clear(); localStorage.clear()');
    await comeBack(page);
    expect(await first(page)).toMatchObject({ tab: null, kept: null });
    await context.close();
  });

  it('has IndexedDB, with values that JSON does not know', async () => {
    const write = `new Promise((resolve) => {
      const opening = indexedDB.open('db', 3);
      opening.onupgradeneeded = () => {
        const store = opening.result.createObjectStore('tokens', { keyPath: 'id' });
        store.createIndex('by', 'name', { unique: true });
        opening.result.createObjectStore('plain', { autoIncrement: true }).add([new Map([[1, new Set([2n])]]), -0, undefined, null]);
        store.add({ id: 1, name: 'x', at: new Date(5), bytes: new Uint8Array([1, 2]), re: /a/g });
      };
      opening.onsuccess = () => { opening.result.close(); resolve(0); };
    })`;
    const read = `new Promise((resolve) => {
      const opening = indexedDB.open('db');
      opening.onsuccess = () => {
        const db = opening.result;
        const all = (name) => new Promise((done) => { const r = db.transaction(name).objectStore(name).getAll(); r.onsuccess = () => done(r.result); });
        Promise.all([all('tokens'), all('plain')]).then(([[t], [p]]) => resolve(JSON.stringify([
          db.version, t.at.getTime(), [...t.bytes], String(t.re), db.transaction('tokens').objectStore('tokens').index('by').unique,
          String([...p[0].get(1)][0]), Object.is(p[1], -0), p[2] === undefined, p[3]])));
      };
    })`;
    const maker = await playwright.newContext();
    const made = await maker.newPage();
    await made.goto(at('db'));
    await made.evaluate(write);
    const before = await made.evaluate(read);
    const state = (await maker.storageState({ indexedDB: true })) as StorageState;
    await maker.close();
    const context = await restored(sessionOf(state));
    const page = await context.newPage();
    await page.goto(at('db'));
    expect(await page.evaluate(read)).toBe(before);
    await context.close();
  });

  it('is whole at 60 origins', async () => {
    const origins = Array.from({ length: 60 }, (_o, n) => ({
      origin: at(`o${n}`),
      localStorage: [{ name: 't', value: String(n) }],
    }));
    const context = await restored(sessionOf({ origins }));
    const page = await context.newPage();
    for (const n of [0, 1, 31, 59]) {
      await page.goto(at(`o${n}`));
      expect(await first(page)).toMatchObject({ kept: String(n) });
    }
    await context.close();
  });
});

it('takes a page and a browser of Puppeteer', async () => {
  const context = await puppeteer.createBrowserContext();
  const page = await context.newPage();
  await restoreSession(page, sessionOf({}, { [at('a')]: { token: 'tab' } }));
  await page.goto(at('a'));
  expect(await first(page)).toMatchObject({ tab: 'tab' });
  await context.close();
  await restoreSession(
    puppeteer,
    sessionOf({ origins: [{ origin: at('a'), localStorage: [{ name: 't', value: '1' }] }] }),
  );
  const other = await puppeteer.newPage();
  await other.goto(at('a'));
  expect(await first(other)).toMatchObject({ kept: '1' });
});

/** Waits until a page has come to a path, and its scripts have run. */
async function loaded(page: TestPage, path: string): Promise<void> {
  const isThere = `location.pathname === '${path}' && document.readyState === 'complete'`;
  while (!(await page.evaluate(isThere).catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 10));
}
