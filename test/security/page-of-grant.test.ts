import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PageLost, type Pages } from '../../activities/browser/index.js';
import { sameGrant } from '../../activities/login/same-grant.js';
import type { Grant } from '../../activities/vault/types.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import type { PageHandle, SeenPage } from '../../contract/steps.js';
import { fakeVault } from '../engine/login/fake-vault.js';
import { type Bench, bench, inputOf, testPages } from '../engine/login/harness.js';
import { SAMPLE_USER, startSampleSite } from '../sites/sample.js';
import { variants } from '../support/variants.js';

/**
 * A page was opened by a grant. When an admin takes a site or a credential away, what is open must not go on as if nothing had happened;
 * nor may a login whose end is recorded.
 */
const CHANGES: [string, (grant: Grant) => Partial<Grant>][] = [
  ['other sites', () => ({ allowed_domains: ['other.example'] })],
  ['another login page', ({ domain }) => ({ login_url: `https://${domain}/other` })],
  ['no staying signed in', () => ({ stay_signed_in: false })],
  [
    'another credential',
    ({ credential, domain }) => ({ credential: { ...credentialOf(domain), ...credential, id: 'b' } }),
  ],
  ['an identity provider', ({ domain }) => ({ credential: { ...credentialOf(domain), sso_provider: 'google' } })],
];

const credentialOf = (domain: string): NonNullable<Grant['credential']> => ({
  id: 'a',
  name: 'mine',
  domain,
  version: 1,
  sso_provider: null,
  value_keys: ['password'],
  has_totp: false,
});

const STEPS: [string, (b: Bench, page: PageHandle, seen: SeenPage) => Promise<unknown>][] = [
  ['fillFields', (b, page, seen) => b.fill(page, seen, { email: SAMPLE_USER.email })],
  [
    'chooseOption',
    (b, page, { signature }) => b.activities.chooseOption({ ...b.ref, page, signature, choice: { sso_button: 'x' } }),
  ],
  ['lookAtPage', (b, page) => b.activities.lookAtPage({ ...b.ref, page })],
  ['saveSession', (b, page) => b.activities.saveSession({ ...b.ref, page })],
];

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

async function onOpenPage(run: (b: Bench, page: PageHandle, seen: SeenPage) => Promise<void>): Promise<void> {
  const site = await startSampleSite({ seed: 7, sessionSeconds: 600 });
  const b = bench(pages, site.host, { stored: { password: SAMPLE_USER.password } });
  b.vault.grant = { ...b.vault.grant, credential: credentialOf(site.host) };
  try {
    const { page, outcome } = await b.open();
    await run(b, page, inputOf(outcome));
    expect(site.counts()).toMatchObject({ identifierSubmits: 0, passwordSubmits: 0 });
  } finally {
    b.clean();
    await site.stop();
  }
}

it.each(CHANGES)('a grant of %s is another one', (_, change) => {
  const domain = 'example.com';
  const grant = { ...fakeVault(domain).grant, credential: credentialOf(domain) };
  expect(sameGrant(grant, { ...grant, ...change(grant) })).toBe(false);
});

it('a value that changed meanwhile makes no other grant', () => {
  const grant = { ...fakeVault('example.com').grant, credential: credentialOf('example.com') };
  const credential = { ...grant.credential, version: 2, value_keys: ['email', 'password'], has_totp: true };
  expect(sameGrant(grant, { ...grant, credential })).toBe(true);
});

describe.each(variants(2, STEPS))('%s', (_, step) => {
  it('is not taken on a page whose grant has changed', () =>
    onOpenPage(async (b, page, seen) => {
      b.vault.grant = { ...b.vault.grant, allowed_domains: ['other.example'] };
      await expect(step(b, page, seen)).rejects.toBeInstanceOf(PageLost);
      expect(pages.find(page.page_id)).toBeUndefined();
      expect(b.vault.attempts.size).toBe(0);
      expect(b.vault.saved).toEqual([]);
    }));

  it('is not taken for a login that has ended, or whose agent was revoked', () =>
    onOpenPage(async (b, page, seen) => {
      b.vault.grantFor = async () => {
        throw new AgentAuthError('invocation_ended');
      };
      await expect(step(b, page, seen)).rejects.toBeInstanceOf(PageLost);
      expect(b.vault.saved).toEqual([]);
    }));
});
