/** Sites that keep their session in places of their own, and what becomes of it when it is stale. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import type { StorageState } from '../../../contract/index.js';
import { type Answer, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { type Bench, bench, inputOf, testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const QUICK = { ...TIMEOUTS, openMs: 2_000, settleMs: 1_500, undecidedMs: 200, signMs: 500 };
const VALUES = { username: 'keeper', password: 'a good passphrase' };
const FORM = `<h1>Log in</h1><form action="/login" method="post"><label>Username <input name="u"></label>
<label>Password <input name="p" type="password"></label><button>Log in</button></form>`;
const INSIDE = '<h1>Members</h1><p>Your orders</p><a href="/logout">Log out</a>';
const form = JSON.stringify(FORM);
const inside = JSON.stringify(INSIDE);

/** An application whose page decides by itself: `isIn` is a promise of whether it finds its session, `keep` what a login leaves behind. */
const application =
  (keep: string, isIn: string, cookies: readonly string[] = []) =>
  ({ path, form: sent }: Visit): Answer | undefined => {
    const set = cookies.map((cookie) => `document.cookie = ${JSON.stringify(cookie)}`).join(';');
    if (path === '/login' && sent !== null)
      return `<p>One moment…</p><script>(async () => { ${keep}; ${set}; location.replace('/home'); })()</script>`;
    return `<div id="app"></div><script>(async () => { document.getElementById('app').innerHTML = (await (${isIn})) ? ${inside} : ${form}; })()</script>`;
  };

const OPEN = `const db = await new Promise((done) => { const open = indexedDB.open('auth', 1); open.onupgradeneeded = () => open.result.createObjectStore('t'); open.onsuccess = () => done(open.result); })`;
const inDatabase = `(async () => { ${OPEN}; return new Promise((done) => { const get = db.transaction('t').objectStore('t').get('refresh'); get.onsuccess = () => done(get.result?.token === 'r1'); get.onerror = () => done(false); }); })()`;

async function on(
  answer: (visit: Visit) => Answer | undefined,
  run: (b: Bench, origin: string, posts: readonly unknown[]) => Promise<void>,
): Promise<void> {
  const site = await serveFlow(answer);
  const b = bench(pages, site.host, { login: { timeouts: QUICK } });
  try {
    await run(b, site.origin, site.posts);
  } finally {
    await site.stop();
    b.clean();
  }
}

async function logsIn(b: Bench): Promise<string> {
  const { page, outcome } = await b.open();
  const came = outcome.kind === 'input' ? await b.fill(page, inputOf(outcome), VALUES) : outcome;
  expect(came).toMatchObject({ kind: 'authenticated' });
  return (await b.activities.saveSession({ ...b.ref, page })).kind;
}

const hasCookie = (name: string): string => `document.cookie.includes('${name}=good')`;

it.each<[string, (visit: Visit) => Answer | undefined]>([
  [
    'a token in localStorage that counts only beside a cookie',
    application(`localStorage.setItem('x', 'opaque')`, `localStorage.x === 'opaque' && ${hasCookie('pair')}`, [
      'pair=good; Path=/',
    ]),
  ],
  [
    'a refresh token in IndexedDB',
    application(
      `${OPEN}; await new Promise((done) => { const t = db.transaction('t', 'readwrite'); t.objectStore('t').put({ token: 'r1', at: new Date(), bytes: new Uint8Array([1, 2]) }, 'refresh'); t.oncomplete = done; })`,
      inDatabase,
    ),
  ],
  ['sessionStorage alone', application(`sessionStorage.setItem('x', 'opaque')`, `sessionStorage.x === 'opaque'`)],
  [
    'sessionStorage beside a cookie',
    application(`sessionStorage.setItem('x', '1')`, `sessionStorage.x === '1' && ${hasCookie('pair')}`, [
      'pair=good; Path=/',
    ]),
  ],
  ['a __Host- cookie', application('', hasCookie('__Host-sid'), ['__Host-sid=good; Secure; Path=/'])],
  [
    'a __Secure- cookie for a year',
    application('', hasCookie('__Secure-a7'), ['__Secure-a7=good; Secure; Path=/; Max-Age=31536000']),
  ],
  [
    'a partitioned cookie',
    application('', hasCookie('chip'), ['chip=good; Secure; Path=/; SameSite=None; Partitioned']),
  ],
  [
    'two cookies of one name on two paths',
    application('', hasCookie('sid'), ['sid=good; Path=/', 'sid=other; Path=/login']),
  ],
  [
    'a cookie with an odd value',
    application('', `document.cookie.includes('odd="a b{}:,"')`, ['odd="a b{}:,"; Path=/']),
  ],
  [
    'an application that reads its token from a worker of its own',
    application(
      `localStorage.setItem('w', 'opaque')`,
      `new Promise((done) => { const w = new Worker(URL.createObjectURL(new Blob(['onmessage = (m) => postMessage(m.data === "opaque")']))); w.onmessage = (m) => done(m.data); w.postMessage(localStorage.w ?? ''); })`,
    ),
  ],
])('%s is kept, and the next login needs nothing', (_, answer) =>
  on(answer, async (b, _origin, posts) => {
    expect(await logsIn(b)).toBe('saved');
    const sent = posts.length;
    expect(await logsIn(b)).toBe('saved');
    expect(posts).toHaveLength(sent);
  }),
);

it('what stands in window.name alone is no session that could be kept', () =>
  on(application(`window.name = 'opaque'`, `window.name === 'opaque'`), async (b) => {
    expect(await logsIn(b)).toBe('not_kept');
  }));

const cookie = (name: string, value: string, expires: number, httpOnly = true): StorageState['cookies'][number] => ({
  ...{ name, value, domain: 'localhost', path: '/', httpOnly, secure: false },
  ...{ expires: Date.now() / 1000 + expires, sameSite: 'Lax' },
});
const DAY = 86_400;

/** A site that does so with some cookies, and works for whoever brings nothing. */
const chokes =
  (isStale: (cookies: ReadonlyMap<string, string>) => boolean, stale: (visit: Visit) => Answer) =>
  (visit: Visit): Answer | undefined => {
    if (visit.cookies.get('sid') === 'good') return INSIDE;
    if (isStale(visit.cookies)) return stale(visit);
    return visit.path === '/login' && visit.form !== null
      ? { to: '/home', cookies: ['sid=good; Max-Age=86400'] }
      : FORM;
  };
const circle = ({ path }: Visit): Answer => ({ to: path === '/home' ? '/start' : '/home' });

it.each<[string, StorageState['cookies'], (visit: Visit) => Answer | undefined, string[]]>([
  [
    'a circle with the old cookie and that of the device together',
    [cookie('sid', 'dead', DAY), cookie('trusted_device', 'd', 300 * DAY)],
    chokes((c) => c.has('sid') && c.has('trusted_device'), circle),
    ['trusted_device'],
  ],
  [
    'a circle with a cookie that no name tells anything of',
    [cookie('x7', 'dead', 390 * DAY)],
    chokes((c) => c.has('x7'), circle),
    [],
  ],
  [
    '401 in JSON with a cookie for scripts',
    [cookie('jwt', 'dead', 3 * DAY, false), cookie('did', 'd', 300 * DAY)],
    chokes(
      (c) => c.has('jwt'),
      () => ({ body: '{"error":"token_expired"}', status: 401 }),
    ),
    ['did'],
  ],
  [
    '431 with many cookies',
    [
      ...Array.from({ length: 40 }, (_, at) => cookie(`part_${at}`, 'x'.repeat(60), 2 * DAY)),
      cookie('device', 'd', 300 * DAY),
    ],
    chokes(
      (c) => c.size > 20,
      () => ({ body: '', status: 431 }),
    ),
    ['device'],
  ],
  [
    'a lapsed session in words of another language (tr)',
    [cookie('oturum', 'dead', DAY), cookie('device-id', 'd', 300 * DAY)],
    chokes(
      (c) => c.has('oturum'),
      () => ({ body: '<h1>Oturumunuzun süresi doldu</h1><a href="/">Devam</a>' }),
    ),
    ['device-id'],
  ],
  [
    '500 in JSON at all addresses',
    [cookie('connect.sid', 'dead', DAY)],
    chokes(
      (c) => c.has('connect.sid'),
      () => ({ body: '{"message":"Failed to decode session"}', status: 500 }),
    ),
    [],
  ],
])('%s is dropped', (_, cookies, answer, kept) =>
  on(answer, async (b, origin) => {
    await b.vault.saveProfile({
      ...{
        ...b.ref,
        opening: 'o',
        session_storage: null,
        shown_url: null,
        session_expires_at: null,
        base_version: null,
      },
      ...{ storage_state: { cookies, origins: [] }, post_login_url: `${origin}/home` },
    });
    expect(await logsIn(b)).toBe('saved');
    const names = b.vault.saved
      .at(-1)!
      .storage_state.cookies.map(({ name }) => name)
      .sort();
    expect(names).toEqual([...kept, 'sid'].sort());
  }),
);
