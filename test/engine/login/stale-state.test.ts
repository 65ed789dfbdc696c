import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import type { StorageState } from '../../../contract/index.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { type Bench, bench, inputOf, testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const FORM = `<h1>Log in</h1><form action="/login" method="post"><label>Username <input name="u"></label>
<label>Password <input name="p" type="password"></label><button>Log in</button></form>`;
const INSIDE = '<h1>Members</h1><p>Your orders</p><a href="/logout">Log out</a>';
const VALUES = { username: 'keeper', password: 'a good passphrase' };
const QUICK = { ...TIMEOUTS, openMs: 2_000, settleMs: 1_500, undecidedMs: 200, signMs: 500 };
const DAY = 86_400;

const isIn = ({ cookies }: Visit): boolean => cookies.get('sid') === 'good';
const isStale = ({ cookies }: Visit): boolean => cookies.get('sid') === 'dead';

/** A site that works for whoever brings nothing, and does otherwise what it does with a session that it does not know any more. */
const siteThat =
  (stale: (visit: Visit) => Answer | undefined) =>
  (visit: Visit): Answer | undefined => {
    if (isStale(visit)) return stale(visit);
    if (visit.path === '/login' && visit.form !== null) return { to: '/home', cookies: ['sid=good; Max-Age=86400'] };
    if (isIn(visit)) return visit.path === '/logout' ? undefined : INSIDE;
    return visit.path === '/home' ? { to: '/' } : FORM;
  };

const cookie = (name: string, value: string, expires = Date.now() / 1000 + DAY) => ({
  name,
  value,
  domain: 'localhost',
  path: '/',
  expires,
  httpOnly: true,
  secure: false,
  sameSite: 'Lax' as const,
});
const DEAD = [cookie('sid', 'dead'), cookie('device_id', 'known', Date.now() / 1000 + 300 * DAY)];

interface Kept {
  cookies?: StorageState['cookies'];
  stored?: Readonly<Record<string, string>>;
  /** Path where the last login led. */
  led?: string;
}

async function onStale(
  answer: (visit: Visit) => Answer | undefined,
  { cookies = DEAD, stored = {}, led }: Kept,
  run: (b: Bench, site: FlowSite) => Promise<void>,
): Promise<void> {
  const site = await serveFlow(answer);
  const b = bench(pages, site.host, { login: { timeouts: QUICK } });
  const localStorage = Object.entries(stored).map(([name, value]) => ({ name, value }));
  await b.vault.saveProfile({
    ...b.ref,
    opening: 'o',
    storage_state: { cookies, origins: localStorage.length === 0 ? [] : [{ origin: site.origin, localStorage }] },
    session_storage: null,
    post_login_url: led === undefined ? null : site.origin + led,
    shown_url: null,
    session_expires_at: null,
    base_version: null,
  });
  try {
    await run(b, site);
  } finally {
    await site.stop();
    b.clean();
  }
}

const staleTrace = ({ vault }: Bench) =>
  vault.trace.filter(({ rule }) => rule === 'stale_state').map(({ reason }) => reason);

async function logsIn(b: Bench): Promise<void> {
  const { page, outcome } = await b.open();
  expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
  expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
}

const named = (b: Bench): string[] =>
  (b.vault.saved.at(-1)?.storage_state.cookies ?? []).map(({ name, value }) => `${name}=${value}`).sort();

const over =
  (body: string, status = 200) =>
  (): Answer => ({ body, status });

describe('a session that the site chokes on is dropped, and the device stays known', () => {
  it.each<[string, (visit: Visit) => Answer | undefined]>(
    variants(5, [
      ['a circle between two pages', ({ path }) => ({ to: path === '/home' ? '/login' : '/home' })],
      ['400 without a word', over('', 400)],
      ['431, too large', over('<h1>Request Header Or Cookie Too Large</h1>', 431)],
      ['401 for scripts', over('{"error":"unauthorized"}', 401)],
      ['403 without a form', over('<h1>Forbidden</h1><p>Invalid session.</p>', 403)],
      ['500', over('<h1>Internal Server Error</h1>', 500)],
      ['a page with nothing on it', over('')],
      ['an application that never comes', over('<div id="app" role="progressbar"></div><p>Loading…</p>')],
      ['data in place of a page', over('{"code":4010,"message":"session expired"}')],
      [
        'a button that leads round',
        ({ path }) =>
          path === '/go' ? { to: '/' } : '<h1>Session expired</h1><form action="/go"><button>OK</button></form>',
      ],
      ['German', over('<h1>Ihre Sitzung ist abgelaufen</h1><a href="/">Weiter</a>')],
      ['French', over('<p>Votre session a expiré.</p><button>Continuer</button>')],
      ['Japanese', over('<p>セッションの有効期限が切れました。</p><button>戻る</button>')],
      ['Portuguese', over('<h2>A sua sessão expirou</h2><a href="/login">Voltar ao início de sessão</a>', 403)],
      [
        'English, with a way out on all pages',
        over('<nav><a href="/logout">Log out</a></nav><h1>Your session has expired</h1>'),
      ],
    ]),
  )('%s', (_, stale) =>
    onStale(siteThat(stale), {}, async (b) => {
      const { page, outcome } = await b.open();
      expect(inputOf(outcome).fields).toHaveLength(2);
      expect(staleTrace(b)).toEqual(['session_dropped']);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('storage that an application chokes on', () => {
  const APP = `<div id="app"></div><script>
    const token = localStorage.getItem('app');
    const { name } = token === null ? { name: null } : JSON.parse(atob(token.split('.')[1]));
    document.querySelector('#app').innerHTML = name === null ? ${JSON.stringify(FORM)} : '<h1>Hello ' + name + '</h1>';
  </script>`;

  it('a token that can be read by nobody', () =>
    onStale(
      (visit) =>
        visit.form !== null ? { to: '/home', cookies: ['sid=good; Max-Age=86400'] } : isIn(visit) ? INSIDE : APP,
      { cookies: [], stored: { app: 'no.token', device: 'd' } },
      async (b, { posts }) => {
        await logsIn(b);
        expect(posts).toHaveLength(1);
        expect(b.vault.saved.at(-1)?.storage_state.origins[0]?.localStorage.map(({ name }) => name)).toEqual([
          'device',
        ]);
      },
    ));

  it('a page that loads itself for ever', () =>
    onStale(
      () =>
        `<script>if (localStorage.getItem('app') !== null) location.reload(); else document.write(${JSON.stringify(FORM)})</script>`,
      { cookies: [], stored: { app: 'x' } },
      async (b) => {
        expect(inputOf((await b.open()).outcome).fields).toHaveLength(2);
      },
    ));

  it('a circle of scripts', () =>
    onStale(
      ({ path }) =>
        `<script>if (localStorage.getItem('app') !== null) location.replace(${JSON.stringify(path === '/home' ? '/login' : '/home')}); else document.write(${JSON.stringify(FORM)})</script>`,
      { cookies: [], stored: { app: 'x' } },
      async (b) => {
        expect(inputOf((await b.open()).outcome).fields).toHaveLength(2);
      },
    ));
});

describe('what is left', () => {
  it('is what the login brought, and what the device is known by', () =>
    onStale(
      siteThat(() => ({ body: '', status: 500 })),
      {},
      async (b, { posts }) => {
        await logsIn(b);
        expect(posts).toHaveLength(1);
        expect(named(b)).toEqual(['device_id=known', 'sid=good']);
      },
    ));

  it('stays where the session works at another address', () =>
    onStale(
      (visit) => (visit.path === '/' && isIn(visit) ? { body: '', status: 403 } : siteThat(() => undefined)(visit)),
      { cookies: [cookie('sid', 'good')], led: '/home' },
      async (b) => {
        const { page, outcome } = await b.open();
        expect(outcome).toMatchObject({ kind: 'authenticated' });
        expect(staleTrace(b)).toEqual([]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('stays where an application paints all that it shows', () =>
    onStale(
      (visit) => (isIn(visit) ? '<canvas></canvas>' : siteThat(() => undefined)(visit)),
      { cookies: [cookie('sid', 'good')], led: '/home' },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        expect(outcome).toMatchObject({ kind: 'authenticated' });
        expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
        expect([staleTrace(b), posts]).toEqual([[], []]);
      },
    ));

  it('goes where the site shows its form, and takes nothing from an old session', () =>
    onStale(
      siteThat(({ path }) => (path === '/login' ? { body: '<h1>419</h1><p>Page expired</p>', status: 419 } : FORM)),
      {},
      async (b) => {
        const first = await b.open();
        expect(await b.fill(first.page, inputOf(first.outcome), VALUES)).toEqual({ kind: 'forgotten' });
        await logsIn(b);
        expect(named(b)).toEqual(['device_id=known', 'sid=good']);
      },
    ));

  it('goes as well where the session was not what the site choked on', () =>
    onStale(
      (visit) => (visit.cookies.get('k7') === 'v' ? { body: '', status: 500 } : siteThat(() => undefined)(visit)),
      { cookies: [cookie('k7', 'v', Date.now() / 1000 + 300 * DAY)] },
      async (b) => {
        await logsIn(b);
        expect(staleTrace(b)).toEqual(['site_dropped']);
        expect(named(b)).toEqual(['sid=good']);
      },
    ));

  it.each<[string, Answer, string]>([
    ['500', { body: '<h1>Down</h1>', status: 500 }, 'website_error'],
    ['a circle', { to: '/' }, 'website_error'],
    ['a page that loads itself', '<script>location.reload()</script>', 'website_error'],
  ])('stays where a stranger is shown no better: %s', (_, answer, code) =>
    onStale(
      () => answer,
      {},
      async (b) => {
        expect((await b.open()).outcome).toMatchObject({ kind: 'failed', code });
        expect(staleTrace(b)).not.toContain('session_dropped');
        expect(b.vault.saved).toHaveLength(1);
      },
    ),
  );

  it('ends with what the site says to everybody, after one try of each kind', () =>
    onStale(
      ({ path, cookies }) =>
        path === '/' && !cookies.has('sid') && !cookies.has('device_id')
          ? '<a href="/login">Log in</a>'
          : { body: '', status: 500 },
      {},
      async (b) => {
        expect((await b.open()).outcome).toMatchObject({ kind: 'failed' });
        expect(staleTrace(b)).toEqual(['session_dropped', 'site_dropped']);
        expect(b.vault.saved).toHaveLength(1);
      },
    ));

  it('of a session that ends while it is proved goes, and the login goes on', () => {
    let looks = 0;
    return onStale(
      siteThat(({ path }) => (path === '/' && looks++ === 0 ? INSIDE : FORM)),
      {},
      async (b) => {
        const { page, outcome } = await b.open();
        expect(outcome).toMatchObject({ kind: 'authenticated' });
        const left = await b.activities.saveSession({ ...b.ref, page });
        if (left.kind !== 'step_left') throw new Error(left.kind);
        expect(await b.fill(page, inputOf(left.outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
        expect(named(b)).toEqual(['device_id=known', 'sid=good']);
      },
    );
  });

  it('of an old session that shadows a new one is dropped by the proof', () => {
    let isFirst = true;
    return onStale(
      ({ path, form, cookies }) => {
        if (form !== null) return { to: '/home', cookies: ['ticket=good; Max-Age=86400'] };
        if (path !== '/home') return FORM;
        if (cookies.get('ticket') !== 'good') return { to: '/' };
        if (cookies.get('sid') !== 'dead') return INSIDE;
        if (!isFirst) return { to: '/home' };
        isFirst = false;
        return INSIDE;
      },
      {},
      async (b) => {
        await logsIn(b);
        expect(named(b)).toEqual(['device_id=known', 'ticket=good']);
      },
    );
  });
});
