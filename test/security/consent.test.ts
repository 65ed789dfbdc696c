import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import type { Outcome } from '../../contract/steps.js';
import { ANSWER, inputOf, testPages } from '../engine/login/harness.js';
import { MAIL, SIGN_IN } from '../sites/flows/consent-provider.js';
import { variants } from '../support/variants.js';
import { begin, codeOf, grant, openTestVault } from '../vault/support/vault.js';
import {
  type Asks,
  close,
  consents,
  onShop as onShopOf,
  optionsOf,
  type Run,
  SIGNS_IN,
  VALUES,
} from './consent-shop.js';

/**
 * "Report Bot will read, send and delete all of your mail": a login that presses Allow there does more than log in. Whatever goes beyond who the user
 * is, a person allows, once for each application of an agent.
 */
let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const onShop = (asks: Asks | (() => Asks), run: (run: Run) => Promise<void>): Promise<void> =>
  onShopOf(pages, asks, run);

describe('a page that asks for consent behind a login', () => {
  it('is answered where it is about signing in at a site of the agent', () =>
    onShop({}, async (run) => {
      const { page, outcome } = await run.logIn();
      expect(outcome).toMatchObject({ kind: 'authenticated' });
      expect(consents(run)).toHaveLength(1);
      await close(run, page);
    }));

  const saml = (shop: string): Record<string, string> => {
    const xml = `<samlp:AuthnRequest AssertionConsumerServiceURL="${shop}/callback"><saml:Issuer>https://shop.example/sp</saml:Issuer></samlp:AuthnRequest>`;
    return { SAMLRequest: deflateRawSync(xml).toString('base64'), acs: `${shop}/callback` };
  };

  it.each(
    variants<readonly [string, Asks]>(1, [
      ['lists the mail of the user, for scopes that only sign in', { page: MAIL }],
      ['lists nothing, for scopes that are more', { scope: `${SIGNS_IN} mail.send` }],
      ['is for an application of another site', { redirect: 'http://evil.localhost/callback' }],
      [
        'is for a request that only the provider can read',
        { more: (shop) => ({ client_id: 'shop', request_uri: 'urn:x:1', redirect_uri: `${shop}/callback` }) },
      ],
      ['follows no request at all', { more: (shop) => ({ redirect_uri: `${shop}/callback` }) }],
      ['releases attributes by SAML', { more: saml }],
      [
        'says in the words of a release of attributes what it sends',
        {
          page: {
            body: '<h1>Login</h1><p>Information to be provided to service</p><p>displayName</p>',
            allow: 'Accept',
            deny: 'Reject',
          },
        },
      ],
    ]),
  )('is left to a person where it %s', (_, asks) =>
    onShop(asks, async (run) => {
      const { page, outcome } = await run.logIn();
      expect(inputOf(outcome).fields).toEqual([]);
      expect(optionsOf(outcome)).toHaveLength(2);
      expect(consents(run)).toEqual([]);
      await close(run, page);
    }),
  );
});

describe('an answer', () => {
  it('that allows is pressed, and remembered: the next login with the same or fewer scopes needs nobody, one with more does', () => {
    let scope = 'openid mail.read mail.send';
    return onShop(
      () => ({ scope, page: MAIL }),
      async (run) => {
        const first = await run.logIn();
        const [allow] = optionsOf(first.outcome);
        expect(inputOf(first.outcome).sign_in_options[0]?.description).toContain('mail.send');
        const done = await run.choose(first.page, inputOf(first.outcome), allow);
        expect(done).toMatchObject({ kind: 'authenticated' });
        await close(run, first.page);
        for (const [next, isAsked] of [
          ['openid mail.read', false],
          ['openid mail.read files.delete', true],
        ] as const) {
          scope = next;
          const { page, outcome } = await run.logIn();
          expect(outcome.kind).toBe(isAsked ? 'input' : 'authenticated');
          await close(run, page);
        }
        expect(consents(run)).toHaveLength(2);
      },
    );
  });

  it('that denies ends the login, and nothing is pressed or remembered', () =>
    onShop({ page: MAIL }, async (run) => {
      const { page, outcome } = await run.logIn();
      const [, deny] = optionsOf(outcome);
      const end = await run.choose(page, inputOf(outcome), deny);
      expect(end).toMatchObject({ kind: 'failed', code: 'consent_denied' });
      expect(consents(run)).toEqual([]);
      expect(run.b.vault.consents).toEqual([]);
      await close(run, page);
    }));

  it('by nobody who may, or to another question, allows nothing', () => {
    let scope = 'openid mail.read';
    return onShop(
      () => ({ scope }),
      async (run) => {
        const { page, outcome } = await run.logIn();
        const [allow] = optionsOf(outcome);
        const { entitlement: _, ...bare } = ANSWER;
        expect(await run.choose(page, inputOf(outcome), allow, bare)).toMatchObject({ kind: 'not_entitled' });
        await close(run, page);
        // The page is lost, and what is asked for is more now than what the person has seen.
        scope = 'openid mail.read mail.delete';
        const again = await run.logIn();
        const asked = await run.choose(again.page, inputOf(again.outcome), allow);
        expect(optionsOf(asked as Outcome)).not.toContain(allow);
        expect(consents(run)).toEqual([]);
        expect(run.b.vault.consents).toEqual([]);
        await close(run, again.page);
      },
    );
  });
});

describe('a login form whose button allows an application something as well', () => {
  const { body } = MAIL;

  it('is filled when a person has allowed it', () =>
    onShop({ page: { body, together: true } }, async (run) => {
      const { page, outcome } = await run.logIn();
      const asked = inputOf(outcome);
      expect(asked.fields).toEqual([]);
      // Whatever a workflow says.
      expect((await run.b.fill(page, asked, VALUES)).kind).toBe('changed');
      expect(run.provider.posts).toEqual([]);
      const form = (await run.choose(page, asked, optionsOf(outcome)[0])) as Outcome;
      expect(await run.b.fill(page, inputOf(form), VALUES)).toMatchObject({ kind: 'authenticated' });
      expect(run.provider.posts.map(({ path }) => path)).toEqual(['/password']);
      await close(run, page);
    }));

  it('is filled at once where it is about signing in', () =>
    onShop({ page: { body: SIGN_IN.body, together: true } }, async (run) => {
      const { page, outcome } = await run.logIn();
      expect(outcome).toMatchObject({ kind: 'authenticated' });
      await close(run, page);
    }));
});

describe('the vault', () => {
  const CONSENT = { site: 'idp.example', client: 'shop', scopes: ['openid', 'mail.read'] };

  async function withLogin() {
    const t = await openTestVault();
    await t.admin('credentials.create', { name: 'one', domain: 'shop.example', values: { email: 'a@b.example' } });
    const agent = await grant(t.admin, 'shop.example');
    const login = await begin(t.vault, agent.id);
    const choice = { sign_in_option: 'allow-1' };
    const allow = async (proof?: { access_key: string }) => ({
      ...login.ref,
      ...(await login.entitle({ sign_in_option_id: 'allow-1' }, 1, proof)),
      choice,
    });
    return { ...t, agent, login, allow };
  }

  it('remembers what somebody who may answer allowed, and adds to it', async () => {
    const { vault, agent, allow } = await withLogin();
    expect(await vault.rememberConsent(await allow(), [CONSENT])).toBe(true);
    expect(await vault.rememberConsent(await allow(), [{ ...CONSENT, scopes: ['files'] }])).toBe(true);
    expect(await vault.consentsOf(agent.id)).toEqual([{ ...CONSENT, scopes: ['files', 'mail.read', 'openid'] }]);
  });

  it('remembers nothing by Temporal access alone, of a choice of something else, or for an unknown application', async () => {
    const { vault, agent, login, allow } = await withLogin();
    const stranger = { access_key: `aak.ak_stranger1.${'x'.repeat(43)}.${'y'.repeat(43)}` };
    expect(await vault.rememberConsent(await allow(stranger), [CONSENT])).toBe(false);
    const other = { ...(await allow()), choice: { sign_in_option: 'allow-2' } };
    expect(await vault.rememberConsent(other, [CONSENT])).toBe(false);
    expect(await vault.rememberConsent(await allow(), [{ ...CONSENT, client: '' }])).toBe(true);
    expect(await vault.consentsOf(agent.id)).toEqual([]);
    const foreign = { ...(await allow()), auth_agent_id: 'agent_bank.example_default' };
    expect(await codeOf(vault.rememberConsent(foreign, [CONSENT]))).toBe('invocation_not_found');
    expect(login.ref.auth_agent_id).toBe(agent.id);
  });

  it('forgets it with the agent, and for another account', async () => {
    const t = await withLogin();
    await t.vault.rememberConsent(await t.allow(), [CONSENT]);
    await grant(t.admin, 'shop.example', { credential_name: 'one' });
    expect(await t.vault.consentsOf(t.agent.id)).toEqual([]);
    await t.vault.rememberConsent(await t.allow(), [CONSENT]);
    await t.admin('agents.revoke', { id: t.agent.id });
    await grant(t.admin, 'shop.example');
    expect(await t.vault.consentsOf(t.agent.id)).toEqual([]);
  });
});
