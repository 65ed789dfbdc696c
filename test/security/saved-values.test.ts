import { describe, expect, it } from 'vitest';
import type { AskedQuestion } from '../../activities/vault/types.js';
import { begin, closing, codeOf, grant, newInvocationId, openTestVault, prove } from '../vault/support/vault.js';

/** What a person gave becomes part of credentials. Where a secret may be typed is no wider there than at the page that asked for it. */
const SHOP: Omit<AskedQuestion, 'question'> = { site: 'shop.example', provider: null };
const GOOGLE = { site: 'google.com', provider: 'google' };
const TENANT = { site: 'acme.okta.example', provider: null };

interface Stored {
  readonly sso_provider?: string;
  readonly domain?: string;
}

/** A login at a shop that is to be saved as `mine`. */
async function atShop(stored: Stored | null = null, name = 'mine') {
  const t = await openTestVault();
  if (stored !== null) {
    const values = { email: 'old@example.com', password: 'old' };
    const totp_secret = 'JBSWY3DPEHPK3PXP';
    await t.admin('credentials.create', { name: 'present', domain: 'shop.example', values, totp_secret, ...stored });
  }
  const domains = { allowed_domains: [TENANT.site, 'old-login.example'] };
  const agent = await grant(t.admin, 'shop.example', { credential_name: stored && 'present', ...domains });
  const login = await begin(t.vault, agent.id, newInvocationId(), {
    access_key: t.accessKey,
    save_credential_as: name,
  });
  const asks = (question: number, page: typeof SHOP) => t.vault.noteAsked(login.ref, { question, ...page });
  return { ...t, agent, login, asks };
}

/** Answers one question after the other, and ends well. */
async function save(
  t: Awaited<ReturnType<typeof atShop>>,
  ...answers: (readonly [typeof SHOP, Readonly<Record<string, string>>])[]
) {
  const given: Parameters<typeof closing>[1] & { given: object } = { given: {} };
  for (const [index, [page, values]] of answers.entries()) {
    const question = index + 1;
    await t.asks(question, page);
    for (const [field, value] of Object.entries(values))
      Object.assign(given.given, { [`${field}@${page.site}`]: await t.login.give(field, value, question) });
  }
  await prove(t.vault, t.login.ref);
  return t.vault.closeInvocation(closing(t.login.ref, given));
}

const credential = (t: Awaited<ReturnType<typeof atShop>>, id_or_name: string) =>
  t.admin('credentials.retrieve', { id_or_name });

describe('what was typed', () => {
  it("at the shop is the shop's", async () => {
    const t = await atShop();
    expect(await save(t, [SHOP, { email: 'a@b.example', password: 'p' }])).toEqual({ credential_name: 'mine' });
    expect(await credential(t, 'mine')).toMatchObject({ domain: 'shop.example', sso_provider: null });
  });

  it.each([
    [GOOGLE, 'google'],
    // A provider without a name is called by its site.
    [TENANT, 'acme-okta-example'],
  ])('at a provider (%j) is a credential for the provider', async (page, sso_provider) => {
    const t = await atShop();
    expect(await save(t, [SHOP, { email: 'a@b.example' }], [page, { password: 'p' }])).toEqual({
      credential_name: 'mine',
    });
    expect(await credential(t, 'mine')).toMatchObject({ sso_provider, value_keys: ['email', 'password'] });
  });

  it('at both makes two, each with its own password', async () => {
    const t = await atShop();
    const saved = await save(t, [SHOP, { email: 'a@b.example', password: 'shop' }], [GOOGLE, { password: 'google' }]);
    expect(saved).toEqual({ credential_name: 'mine' });
    expect(await credential(t, 'mine')).toMatchObject({ sso_provider: null, value_keys: ['email', 'password'] });
    expect(await credential(t, 'mine-google')).toMatchObject({
      sso_provider: 'google',
      value_keys: ['email', 'password'],
    });
    expect(await t.vault.openStored(t.agent.id, 'password')).toBe('shop');
    await grant(t.admin, 'shop.example', { credential_name: 'mine-google' });
    expect(await t.vault.openStored(t.agent.id, 'password')).toBe('google');
  });

  it("at a provider goes beside the site's own credential of that name", async () => {
    const t = await atShop({}, 'present');
    expect(await save(t, [GOOGLE, { password: 'google' }])).toEqual({ credential_name: 'present-google' });
    expect(await credential(t, 'present')).toMatchObject({ sso_provider: null, has_totp_secret: true });
    expect(await credential(t, 'present-google')).toMatchObject({
      value_keys: ['email', 'password'],
      has_totp_secret: false,
    });
  });
});

describe('a copy', () => {
  it("takes no secret of the identity provider along to the shop's credential", async () => {
    const t = await atShop({ sso_provider: 'google' });
    await save(t, [SHOP, { pin: '77' }]);
    expect(await credential(t, 'mine')).toMatchObject({
      sso_provider: null,
      value_keys: ['email', 'pin'],
      has_totp_secret: false,
    });
  });

  it('stays a credential for the provider, all of it, where only an address was given at the shop', async () => {
    const t = await atShop({ sso_provider: 'google' });
    await save(t, [SHOP, { email: 'new@example.com' }]);
    expect(await credential(t, 'mine')).toMatchObject({
      sso_provider: 'google',
      value_keys: ['email', 'password'],
      has_totp_secret: true,
    });
  });

  it('of a credential for another site of the grant takes no secret along to the shop', async () => {
    const t = await atShop({ domain: 'old-login.example' });
    await save(t, [SHOP, { pin: '77' }]);
    expect(await credential(t, 'mine')).toMatchObject({ domain: 'shop.example', value_keys: ['email', 'pin'] });
  });

  it('stays at that other site where it asked', async () => {
    const t = await atShop({ domain: 'old-login.example' });
    await save(t, [{ site: 'old-login.example', provider: null }, { pin: '77' }]);
    expect(await credential(t, 'mine')).toMatchObject({
      domain: 'old-login.example',
      sso_provider: null,
      value_keys: ['email', 'password', 'pin'],
    });
  });
});

describe('a name that is taken', () => {
  it.each([
    ["by the provider's credential", { domain: 'shop.example', sso_provider: 'google' }, SHOP, 'mine'],
    ['by that of another site', { domain: 'bank.example' }, SHOP, 'mine'],
    ['by that of another site, for a provider', { domain: 'bank.example' }, GOOGLE, 'mine'],
  ] as const)('%s is left as it is, and the end says so, also when it is told twice', async (_, taken, page, name) => {
    const t = await atShop();
    await t.admin('credentials.create', { name, values: { password: 'theirs' }, ...taken });
    const answers = [page, { password: 'given' }] as const;
    const said = { credential_name: null, not_saved: [name] };
    expect(await save(t, answers)).toEqual(said);
    expect(await t.vault.closeInvocation(closing(t.login.ref))).toEqual(said);
    expect(await credential(t, name)).toMatchObject({ value_keys: ['password'], ...taken });
    expect(await t.admin('agents.retrieve', { id: t.agent.id })).toMatchObject({ credential_id: null });
  });

  it.each([
    ['is linked where its provider asks', GOOGLE, 'google', true],
    ['is not linked where the site asks', SHOP, 'google', false],
    ['is not linked where another provider asks', GOOGLE, 'apple', false],
    ['is linked where a provider that has no hosts of its own asks', TENANT, 'okta', true],
    ['is linked where the site asks, as its own', SHOP, undefined, true],
  ] as const)('by a credential that is made while the login waits %s', async (_, page, sso_provider, linked) => {
    const t = await atShop();
    await t.asks(1, page);
    const made = {
      name: 'mine',
      domain: 'shop.example',
      values: { password: 'theirs' },
      ...(sso_provider && { sso_provider }),
    };
    const { id } = await t.admin('credentials.create', made);
    expect(await t.admin('agents.retrieve', { id: t.agent.id })).toMatchObject({ credential_id: linked ? id : null });
  });

  it('takes the second credential, and the first is saved', async () => {
    const t = await atShop();
    const taken = { name: 'mine-google', domain: 'bank.example', values: { password: 'theirs' } };
    await t.admin('credentials.create', taken);
    const saved = await save(t, [SHOP, { password: 'shop' }], [GOOGLE, { password: 'google' }]);
    expect(saved).toEqual({ credential_name: 'mine', not_saved: ['mine-google'] });
  });
});

describe('the site that asked a question', () => {
  it('is that of the page that was there last before the next question, and stays', async () => {
    const { vault, login, asks } = await atShop();
    await asks(1, SHOP);
    await asks(1, GOOGLE);
    await asks(2, SHOP);
    await asks(1, SHOP);
    expect(await vault.askedAt(login.ref, 1, 'evil.example')).toBe('google.com');
    expect(await vault.askedAt(login.ref, 2, 'evil.example')).toBe('shop.example');
    expect(await vault.askedAt(login.ref, 3, 'evil.example')).toBeNull();
  });

  it('is where the answer is used first, for a question from before it was noted', async () => {
    const { vault, login, asks } = await atShop();
    expect(await vault.askedAt(login.ref, 1, 'shop.example')).toBe('shop.example');
    await asks(2, GOOGLE);
    expect(await vault.askedAt(login.ref, 1, 'google.com')).toBe('shop.example');
  });

  it.each([0, 1.5, -1])('has a number (%d is none)', async (question) => {
    const { asks } = await atShop();
    expect(await codeOf(Promise.resolve().then(() => asks(question, SHOP)))).toBe('invalid_input');
  });

  it('is noted for a login of that agent only, as long as it runs', async () => {
    const { vault, login } = await atShop();
    const asked = { question: 1, ...SHOP };
    const other = { ...login.ref, auth_agent_id: 'agent_bank.example_default' };
    expect(await codeOf(vault.noteAsked(other, asked))).toBe('invocation_not_found');
    expect(await codeOf(vault.askedAt(other, 1, 'bank.example'))).toBe('invocation_not_found');
    await vault.closeInvocation(closing(login.ref, { status: 'CANCELED' }));
    expect(await codeOf(vault.noteAsked(login.ref, asked))).toBe('invocation_ended');
  });
});
