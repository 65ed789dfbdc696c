import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import type { FillResult, Outcome, PageHandle } from '../../../contract/steps.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { SAMPLE_USER, startSampleSite } from '../../sites/sample.js';
import { ANSWER, type Bench, bench, fieldNames, inputOf, testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const QUICK = { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 700 };
const VALUES: Readonly<Record<string, string>> = { email: 'jane@example.com', password: 'a good passphrase' };

/** A small site of which a test can change the parts while it runs. */
interface Shop {
  /** Path of the login page; null shows none. */
  login: string | null;
  form: string;
  /** What a stranger gets at the page behind the login. */
  behind: 'sends away' | 'shows home';
  /** Whether the login page asks those who are logged in, too. */
  asksEveryone: boolean;
  sessions: number;
  asked: string[];
}

const FORM = `<h1>Sign in</h1><form method="post"><label>E-mail<input id="mail" name="mail" type="email"></label>
  <label>Password<input id="pw" name="pw" type="password"></label><button id="go">Sign in</button></form>`;

const newShop = (): Shop => ({
  login: '/account/sign-in',
  form: FORM,
  behind: 'sends away',
  asksEveryone: false,
  sessions: 0,
  asked: [],
});

const HOME = (shop: Shop): string =>
  `<h1>Shop</h1><p>Teapots.</p>${shop.login && `<a href="${shop.login}?next=/me">Sign in</a>`}`;

function shopAnswer(shop: Shop, { path, form, cookies }: Visit): Answer | undefined {
  if (path === '/favicon.ico') return undefined;
  shop.asked.push(path);
  const isIn = cookies.get('sid') === `s${shop.sessions}` && shop.sessions > 0;
  if (path === '/') return HOME(shop);
  if (path === '/me') {
    if (isIn) return '<h1>Hello, Jane</h1><p>Your teapots.</p><a href="/out">Log out</a>';
    return shop.behind === 'shows home' ? HOME(shop) : { to: `${shop.login}?next=/me` };
  }
  if (path !== shop.login) return undefined;
  if (form !== null && form.get('pw') === VALUES.password) {
    shop.sessions += 1;
    return { to: '/me', cookies: [`sid=s${shop.sessions}`] };
  }
  if (form !== null) return `<p role="alert">Wrong password.</p>${shop.form}`;
  return isIn && !shop.asksEveryone ? { to: '/me' } : shop.form;
}

async function onShop(run: (b: Bench, shop: Shop, site: FlowSite) => Promise<void>): Promise<void> {
  const shop = newShop();
  const site = await serveFlow((visit) => shopAnswer(shop, visit));
  const b = bench(pages, site.host, { login: { timeouts: QUICK } });
  try {
    await run(b, shop, site);
  } finally {
    await site.stop();
    b.clean();
  }
}

/** What a login asks a site for until its form is there. */
async function opened(b: Bench, shop: Shop): Promise<{ page: PageHandle; outcome: Outcome; asked: string[] }> {
  shop.asked.length = 0;
  b.vault.checkpoint = null;
  const { page, outcome } = await b.open();
  return { page, outcome, asked: [...shop.asked] };
}

const fill = (b: Bench, page: PageHandle, outcome: Outcome | FillResult, more = {}): Promise<FillResult> => {
  const names = fieldNames(inputOf(outcome));
  return b.fill(page, inputOf(outcome), Object.fromEntries(names.map((name) => [name, { ...VALUES, ...more }[name]!])));
};

/** A whole login; answers what it asked for until its form was there. */
async function logIn(b: Bench, shop: Shop): Promise<string[]> {
  const { page, outcome, asked } = await opened(b, shop);
  expect(await fill(b, page, outcome)).toMatchObject({ kind: 'authenticated' });
  expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
  return asked;
}

const learnedIn = (site: FlowSite) => ({
  login_url: `${site.origin}/account/sign-in`,
  session_url: `${site.origin}/me`,
  recipes: [
    {
      host: site.host,
      paths: ['/account/sign-in'],
      forms: [
        {
          category: 'account-login',
          fields: { email: ['#mail'], password: ['#pw'] },
          actions: { submit: ['#go'] },
        },
      ],
    },
  ],
});

describe('what a login has learned', () => {
  it('on the sample site, the next one takes fewer pages', async () => {
    const site = await startSampleSite({
      seed: 11,
      sessionSeconds: 60,
      users: [{ email: SAMPLE_USER.email, password: SAMPLE_USER.password }],
    });
    const b = bench(pages, site.host);
    const fresh = bench(pages, site.host);
    /** Requests for pages until the form was there; a redirect is one. */
    const run = async ({ vault, ref, activities, open, fill: put }: Bench) => {
      vault.checkpoint = null;
      const before = site.counts().pages;
      const { page, outcome } = await open();
      const first = inputOf(outcome);
      const { home, login, members } = site.counts().pages;
      const second = inputOf(await put(page, first, { [fieldNames(first)[0]!]: SAMPLE_USER.email }));
      expect((await put(page, second, { password: SAMPLE_USER.password })).kind).toBe('authenticated');
      expect(await activities.saveSession({ ...ref, page })).toMatchObject({ kind: 'saved' });
      return { home: home - before.home, login: login - before.login, members: members - before.members };
    };
    try {
      const first = await run(b);
      site.expireSessions();
      fresh.vault.learned.push(...b.vault.learned);
      const second = await run(b);
      const third = await run(fresh);
      expect(first).toEqual({ home: 1, login: 1, members: 0 });
      // A browser that may have a session is sent from the page behind the login to the form: one page is shown, not two.
      expect(second).toEqual({ home: 0, login: 1, members: 1 });
      expect(third).toEqual({ home: 0, login: 1, members: 0 });
      expect(b.vault.learned).toHaveLength(1);
      expect(b.vault.learned[0]?.recipes.flatMap(({ forms }) => forms)).toHaveLength(2);
    } finally {
      await site.stop();
      b.clean();
      fresh.clean();
    }
  });

  it('is where it began, where it led, and what it filled; the next one goes there', () =>
    onShop(async (b, shop, site) => {
      expect(await logIn(b, shop)).toEqual(['/', '/account/sign-in']);
      expect(b.vault.learned).toEqual([learnedIn(site)]);
      // A browser that has a session asks for the page behind the login: one visit says whether it still is good.
      expect(await opened(b, shop)).toMatchObject({ outcome: { kind: 'authenticated' }, asked: ['/me'] });
      shop.sessions += 1;
      expect(await logIn(b, shop)).toEqual(['/me', '/account/sign-in']);
      expect(b.vault.learned).toHaveLength(1);
      const fresh = bench(pages, site.host, { login: { timeouts: QUICK } });
      fresh.vault.learned.push(...b.vault.learned);
      expect(await logIn(fresh, shop)).toEqual(['/account/sign-in']);
      fresh.clean();
    }));

  it('does not send a browser with a session to a login page that asks everyone', () =>
    onShop(async (b, shop) => {
      shop.behind = 'shows home';
      shop.asksEveryone = true;
      await logIn(b, shop);
      expect(b.vault.learned).toMatchObject([{ session_url: null }]);
      const { page, asked } = await opened(b, shop);
      expect(asked[0]).toBe('/');
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('holds nothing that was typed', () =>
    onShop(async (b, shop, site) => {
      shop.form = FORM.replaceAll('id="pw"', `id="for-${VALUES.email}"`);
      await logIn(b, shop);
      expect(b.vault.learned).toEqual([]);
      shop.form = `<p>Welcome back, ${VALUES.email}</p>${FORM}`.replace('Password', `Password of ${VALUES.email}`);
      shop.sessions += 1;
      await logIn(b, shop);
      expect(b.vault.learned).toEqual([learnedIn(site)]);
    }));

  it.each([
    ['?tenant=acme', null],
    ['?next=/me', '/account/sign-in'],
    ['#staff', null],
  ])('an address with %s is learned as %j', (tail, path) =>
    onShop(async (b, shop, site) => {
      shop.form = `${FORM}<script>history.replaceState(null, '', '/account/sign-in${tail}')</script>`;
      await logIn(b, shop);
      expect(b.vault.learned).toMatchObject([{ login_url: path === null ? null : site.origin + path }]);
    }),
  );

  it('of an agent that was told where its login is holds no other way', () =>
    onShop(async (b, shop, site) => {
      b.vault.grant = { ...b.vault.grant, login_url: `${site.origin}/account/sign-in` };
      expect(await logIn(b, shop)).toEqual(['/account/sign-in']);
      expect(b.vault.learned).toMatchObject([{ login_url: null, session_url: null }]);
    }));

  it('is nothing where the site keeps no session', () =>
    onShop(async (b, shop) => {
      const { page, outcome } = await opened(b, shop);
      expect(await fill(b, page, outcome)).toMatchObject({ kind: 'authenticated' });
      shop.sessions += 1;
      expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'not_kept' });
      expect(b.vault.learned).toEqual([]);
    }));
});

describe('what was learned and no longer holds', () => {
  it('is forgotten when the login has moved; the same login finds it, and the next one knows', () =>
    onShop(async (b, shop, site) => {
      await logIn(b, shop);
      shop.login = '/new/login';
      shop.sessions += 1;
      shop.behind = 'shows home';
      expect(await logIn(b, shop)).toEqual(['/me', '/new/login']);
      const fresh = bench(pages, site.host, { login: { timeouts: QUICK } });
      fresh.vault.learned.push(learnedIn(site) as never);
      shop.asked.length = 0;
      expect(await logIn(fresh, shop)).toEqual(['/account/sign-in', '/', '/new/login']);
      expect(fresh.vault.learned.slice(1)).toEqual([
        null,
        expect.objectContaining({ login_url: `${site.origin}/new/login` }),
      ]);
      fresh.clean();
    }));

  it('is forgotten when the form is another one; the same login fills that, with one attempt', () =>
    onShop(async (b, shop, site) => {
      await logIn(b, shop);
      shop.form = FORM.replaceAll('id="pw"', 'id="secret"').replaceAll('id="mail"', 'id="who"');
      shop.sessions += 1;
      await logIn(b, shop);
      expect(site.posts).toHaveLength(2);
      expect(b.vault.learned.slice(1)).toMatchObject([
        null,
        { recipes: [{ forms: [{ fields: { email: ['#who'], password: ['#secret'] } }] }] },
      ]);
    }));

  it('is forgotten when its field asks for something else by now', () =>
    onShop(async (b, shop, site) => {
      await logIn(b, shop);
      shop.form = `<h1>Sign in</h1><form method="post"><label>E-mail<input id="who" name="mail" type="email"></label>
        <label>Password<input id="secret" name="pw" type="password"></label>
        <label>Company<input id="mail" name="firm"></label><button id="go">Sign in</button></form>`;
      shop.sessions += 1;
      const { page, outcome } = await opened(b, shop);
      expect(await fill(b, page, outcome, { company: 'Teapots' })).toMatchObject({ kind: 'authenticated' });
      expect(site.posts.at(-1)?.fields).toMatchObject({ mail: VALUES.email, pw: VALUES.password });
      expect(b.vault.learned.at(-1)).toBeNull();
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('stays where the site is down for a while', () =>
    onShop(async (b, shop, site) => {
      await logIn(b, shop);
      await site.stop();
      expect(await opened(b, shop)).toMatchObject({ outcome: { kind: 'failed', code: 'network_error' } });
      expect(b.vault.learned).toHaveLength(1);
    }));
});

describe('a page with several logins', () => {
  const pair = (names: readonly string[]): string =>
    names
      .map(
        (name) => `<section><h2>${name}</h2><form method="post" action="/account/sign-in?${name}">
          <label>E-mail<input id="${name}-mail" name="mail" type="email"></label>
          <label>Password<input id="${name}-pw" name="pw" type="password"></label><button>Sign in</button></form></section>`,
      )
      .join('');

  it('asks which one the first time, and not again', () =>
    onShop(async (b, shop) => {
      shop.form = pair(['Customers', 'Staff']);
      const { page, outcome } = await opened(b, shop);
      const options = inputOf(outcome).sign_in_options;
      expect(options.map(({ label }) => label)).toEqual(['Customers', 'Staff']);
      const step = { ...b.ref, page, choice: { sign_in_option: options[1]!.id }, answer: ANSWER };
      const chosen = await b.activities.chooseOption(step as never);
      expect(await fill(b, page, chosen)).toMatchObject({ kind: 'authenticated' });
      await b.activities.saveSession({ ...b.ref, page });
      shop.sessions += 1;

      const again = await opened(b, shop);
      expect(inputOf(again.outcome).sign_in_options).toEqual([]);
      expect(inputOf(again.outcome).fields.map(({ selector }) => selector)).toEqual(['#Staff-mail', '#Staff-pw']);
      // Refused: perhaps it was the other one.
      await fill(b, again.page, again.outcome, { password: 'wrong' });
      expect(b.vault.learned.at(-1)).toBeNull();
      const now = await b.activities.lookAtPage({ ...b.ref, page: again.page });
      expect(now.kind).not.toBe('failed');
      await b.activities.closePage({ ...b.ref, page: again.page });
    }));
});
