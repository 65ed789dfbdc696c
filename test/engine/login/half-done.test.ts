/** Logins that come back in the middle: an application keeps its half of an OIDC login in sessionStorage, and the provider is elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letIn, members } from '../../sites/flows/members.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { type Bench, fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };
const PASSWORD = `<h1>Sign in</h1><form method="post" action="/password"><label>Email <input type="email" name="email"></label>
  <label>Password <input type="password" name="password"></label><button>Sign in</button></form>`;
const CODE = `<h1>Two-step verification</h1><form method="post" action="/code"><label>Code from your authenticator app
  <input name="otp" autocomplete="one-time-code" inputmode="numeric"></label><button>Verify</button></form>`;

/** The provider remembers in a cookie who has given the password. */
function provider(app: () => string) {
  return ({ path, form, query }: Visit): Answer | undefined => {
    if (path === '/authorize') return { to: '/login', cookies: [`state=${query.get('state')}`] };
    if (path === '/login') return PASSWORD;
    if (path === '/password' && form !== null) return { to: '/second', cookies: ['half=1'] };
    if (path === '/second') return CODE;
    return path === '/code'
      ? `<script>location.replace('${app()}/callback?state=' + sessionStorage.asked)</script>`
      : undefined;
  };
}

const CALLBACK = `<p id="said">Signing in…</p><script>
  const { state, verifier } = sessionStorage;
  if (state && verifier && new URLSearchParams(location.search).get('state') === state) location.replace('/token');
  else document.getElementById('said').innerHTML = '<h1>Invalid state parameter. Please start the login again.</h1>';
</script>`;

/** An application that makes its state before it leaves for the provider. */
function application(idp: () => string) {
  return (visit: Visit): Answer | undefined => {
    if (visit.path === '/callback') return CALLBACK;
    if (visit.path === '/token') return letIn;
    if (visit.path !== '/' || visit.cookies.get('sid')) return members(visit);
    return `<p>One moment…</p><script>
      const state = String(Math.random()).slice(2);
      sessionStorage.setItem('state', state);
      sessionStorage.verifier = 'verifier-' + state;
      sessionStorage.setItem('gone', '1');
      sessionStorage.removeItem('gone');
      location.href = '${idp()}/start?state=' + state;
    </script>`;
  };
}

const START = `<script>sessionStorage.asked = new URLSearchParams(location.search).get('state'); location.replace('/login')</script>`;

/** Runs with both sites. */
async function onBoth(run: (b: Bench, app: FlowSite, idp: FlowSite) => Promise<void>): Promise<void> {
  let app: FlowSite | null = null;
  const serveIdp = provider(() => app!.origin);
  const idp = await serveFlow((visit) => (visit.path === '/start' ? START : serveIdp(visit)), {
    hostname: '127.0.0.1',
  });
  try {
    await onFlow(
      pages,
      application(() => idp.origin),
      async (b, site) => {
        app = site;
        b.vault.grant = { ...b.vault.grant, allowed_domains: [idp.host] };
        await run(b, site, idp);
      },
    );
  } finally {
    await idp.stop();
  }
}

const loseAtCode = async (b: Bench) => {
  const { page, outcome } = await b.open();
  const asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
  expect(fieldNames(asked)).toEqual(['code']);
  // As where its worker was killed.
  await b.activities.closePage({ ...b.ref, page });
};
const giveCode = async (b: Bench) => {
  const { page, outcome } = await b.open();
  const seen = inputOf(outcome);
  expect(fieldNames(seen)).toEqual(['code']);
  return { page, result: await b.fill(page, seen, { code: '123456' }) };
};

describe('a login whose page was lost between password and code', () => {
  it('comes back with what the application had kept before it left, and sends no password again', () =>
    onBoth(async (b, app, idp) => {
      await loseAtCode(b);
      const kept = b.vault.checkpoint?.session_storage ?? {};
      expect(Object.keys(kept[app.origin] ?? {}).sort()).toEqual(['state', 'verifier']);
      expect(Object.keys(kept[idp.origin] ?? {})).toEqual(['asked']);
      const { page, result } = await giveCode(b);
      expect(result).toMatchObject({ kind: 'authenticated' });
      expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
      expect(idp.posts.filter(({ path }) => path === '/password')).toHaveLength(1);
      expect(b.vault.begunAgain).toBe(0);
    }));

  it('begins once more where the site has forgotten it', () =>
    onBoth(async (b) => {
      await loseAtCode(b);
      b.vault.checkpoint = { ...b.vault.checkpoint!, session_storage: {} };
      const { result } = await giveCode(b);
      expect(result).toEqual({ kind: 'forgotten' });
      expect(b.vault.checkpoint).toBeNull();
      const { page, outcome } = await b.open();
      expect(fieldNames(inputOf(outcome))).toEqual(['email', 'password']);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('ends where the site forgets it again, and blames no value', () =>
    onBoth(async (b) => {
      await loseAtCode(b);
      b.vault.checkpoint = { ...b.vault.checkpoint!, session_storage: {} };
      b.vault.begunAgain = 1;
      const { result } = await giveCode(b);
      expect(result).toMatchObject({ kind: 'failed', code: 'website_error' });
      expect([...b.vault.attempts.values()].flatMap(({ refused }) => refused)).toEqual([]);
    }));
});

it('a callback that is answered with 400 and nothing else begins once more', () =>
  onFlow(
    pages,
    (visit) => {
      if (visit.path === '/') return PASSWORD;
      if (visit.path === '/password') return CODE;
      return visit.path === '/code' ? { body: '<h1>Bad Request</h1>', status: 400 } : members(visit);
    },
    async (b) => {
      const { page, outcome } = await b.open();
      const asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
      expect(await b.fill(page, asked, { code: '123456' })).toEqual({ kind: 'forgotten' });
    },
  ));

it('a step that a frame keeps in its own sessionStorage is the one that it comes back to', () =>
  onFlow(
    pages,
    ({ path }) => {
      if (path === '/') return '<iframe src="/frame" width="500" height="400"></iframe>';
      if (path !== '/frame') return members({ path } as Visit);
      return `<div id="at"></div><script>
        const show = () => { document.getElementById('at').innerHTML = sessionStorage.step ? ${JSON.stringify(CODE)} : ${JSON.stringify(PASSWORD)}; };
        show();
        document.addEventListener('submit', (event) => { event.preventDefault(); sessionStorage.step = 'code'; show(); });
      </script>`;
    },
    async (b) => {
      await loseAtCode(b);
      const { page, outcome } = await b.open();
      expect(fieldNames(inputOf(outcome))).toEqual(['code']);
      await b.activities.closePage({ ...b.ref, page });
    },
  ));

it('a site that says that its session was over, and leads back to its login, is logged in to once more', () => {
  let sent = 0;
  const over = '<h1>Your session has expired</h1><p>Please log in again.</p><a href="/">Log in</a>';
  return onFlow(
    pages,
    (visit) => {
      if (visit.path === '/') return PASSWORD;
      if (visit.path === '/password') return sent++ === 0 ? over : letIn;
      return members(visit);
    },
    async (b) => {
      const { page, outcome } = await b.open();
      const again = inputOf(await b.fill(page, inputOf(outcome), VALUES));
      expect(await b.fill(page, again, VALUES)).toMatchObject({ kind: 'authenticated' });
    },
  );
});
