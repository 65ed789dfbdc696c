import { describe, expect, it } from 'vitest';
import { codeOf, grant, openTestVault, rule } from './support/vault.js';

const EXAMPLE = {
  name: 'shop',
  domain: 'shop.example.com',
  values: { email: 'user@example.com' },
  totp_secret: 'JBSW Y3DP EHPK 3PXP',
} as const;

describe('credentials', () => {
  rule('answers a created credential without its values, with a code to finish the enrolment', async () => {
    const { admin } = await openTestVault();
    const created = await admin('credentials.create', EXAMPLE);
    expect(created).toEqual({
      id: expect.stringMatching(/^cred_/),
      name: 'shop',
      domain: 'shop.example.com',
      created_at: '2026-03-01T12:00:00.000Z',
      updated_at: '2026-03-01T12:00:00.000Z',
      has_totp_secret: true,
      has_values: true,
      value_keys: ['email'],
      sso_provider: null,
      notices: ['totp_secret_short'],
      totp_code: expect.stringMatching(/^\d{6}$/),
      totp_code_expires_at: '2026-03-01T12:00:30.000Z',
    });
    const { notices, totp_code, totp_code_expires_at, ...shown } = created;
    expect(await admin('credentials.retrieve', { id_or_name: 'shop' })).toEqual(shown);
    expect(await admin('credentials.retrieve', { id_or_name: created.id })).toEqual(shown);
  });

  rule.each([
    [{ name: 'a/b' }, 'invalid_name'],
    [{ domain: 'not a domain' }, 'invalid_domain'],
    [{ totp_secret: '12345' }, 'invalid_totp_secret'],
    [{ values: { Email: 'x' } }, 'invalid_input'],
    [{ values: { email: '' } }, 'invalid_input'],
    [{ values: { email: 'x'.repeat(4097) } }, 'invalid_input'],
    [{ values: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`v${i}`, 'x'])) }, 'invalid_input'],
    [{ values: {}, totp_secret: undefined }, 'invalid_input'],
    [{ surplus: true }, 'invalid_input'],
  ])('refuses %j', async (change, code) => {
    const { admin } = await openTestVault();
    expect(await codeOf(admin('credentials.create', { ...EXAMPLE, ...change } as never))).toBe(code);
  });

  rule("makes Steam's codes, and says nothing of a secret that is long", async () => {
    const { admin } = await openTestVault();
    const totp_secret = 'otpauth://totp/Steam:me?secret=63BEDWCQZKTQWPESARIERL5DTTQFCJTK&issuer=Steam&encoder=steam';
    const created = await admin('credentials.create', { ...EXAMPLE, totp_secret });
    expect(created.totp_code).toMatch(/^[2-9BCDFGHJKMNPQRTVWXY]{5}$/);
    expect(created.notices).toBeUndefined();
    expect((await admin('credentials.totpCode', { id_or_name: 'shop' })).code).toBe(created.totp_code);
  });

  rule('refuses a name that is taken, at creation and at renaming', async () => {
    const { admin } = await openTestVault();
    await admin('credentials.create', EXAMPLE);
    await admin('credentials.create', { ...EXAMPLE, name: 'other' });
    expect(await codeOf(admin('credentials.create', EXAMPLE))).toBe('already_exists');
    expect(await codeOf(admin('credentials.update', { id_or_name: 'other', name: 'shop' }))).toBe('already_exists');
    expect((await admin('credentials.update', { id_or_name: 'other', name: 'third' })).name).toBe('third');
  });

  rule('removes, merges and replaces at an update', async () => {
    const { admin, vault } = await openTestVault();
    await admin('credentials.create', { ...EXAMPLE, values: { email: 'a', phone: 'b' }, sso_provider: 'google' });
    const { id } = await grant(admin, 'shop.example.com', { credential_name: 'shop' });
    const updated = await admin('credentials.update', {
      id_or_name: 'shop',
      remove_value_keys: ['phone'],
      values: { email: 'c', password: 'd e "f"' },
      totp_secret: '',
      sso_provider: null,
    });
    expect(updated).toMatchObject({ value_keys: ['email', 'password'], has_totp_secret: false, sso_provider: null });
    expect(await vault.openStored(id, 'email')).toBe('c');
    expect(await vault.openStored(id, 'password')).toBe('d e "f"');
    expect(await codeOf(vault.openStored(id, 'phone'))).toBe('unknown_field');
  });

  it('lists newest first, in pages, by domain', async () => {
    const { admin, clock } = await openTestVault();
    for (const name of ['a', 'b', 'c']) {
      await admin('credentials.create', { ...EXAMPLE, name, domain: name === 'b' ? 'other.org' : 'example.com' });
      clock.now += 1000;
    }
    const first = await admin('credentials.list', { limit: 2 });
    expect([first.items.map(({ name }) => name), first.has_more]).toEqual([['c', 'b'], true]);
    const second = await admin('credentials.list', { limit: 2, offset: 2 });
    expect([second.items.map(({ name }) => name), second.has_more]).toEqual([['a'], false]);
    const ofDomain = await admin('credentials.list', { domain: 'Example.COM' });
    expect(ofDomain.items.map(({ name }) => name)).toEqual(['c', 'a']);
  });

  it('unlinks a deleted credential', async () => {
    const { admin, vault } = await openTestVault();
    await admin('credentials.create', EXAMPLE);
    const { id } = await grant(admin, 'shop.example.com', { credential_name: 'shop' });
    expect(await admin('credentials.delete', { id_or_name: 'shop' })).toBeNull();
    expect(await codeOf(admin('credentials.retrieve', { id_or_name: 'shop' }))).toBe('credential_not_found');
    expect((await vault.grantOf(id)).credential).toBeNull();
    expect(await codeOf(vault.openStored(id, 'email'))).toBe('credential_not_found');
  });

  rule('hands out a code, and answers no_totp_secret without a secret', async () => {
    const { admin } = await openTestVault();
    await admin('credentials.create', EXAMPLE);
    await admin('credentials.create', { name: 'plain', domain: 'example.com', values: { email: 'x' } });
    expect(await admin('credentials.totpCode', { id_or_name: 'shop' })).toEqual({
      code: expect.stringMatching(/^\d{6}$/),
      expires_at: '2026-03-01T12:00:30.000Z',
    });
    expect(await codeOf(admin('credentials.totpCode', { id_or_name: 'plain' }))).toBe('no_totp_secret');
  });
});
