import { describe, expect, it } from 'vitest';
import type { AttemptSecret, Vault } from '../../activities/vault/index.js';
import type { LoginRef } from '../../contract/steps.js';
import { begin, grant, openTestVault, rule, type TestVault } from './support/vault.js';

const STORED: AttemptSecret = { field: 'password', value: 'stored-1', from: 'stored', key: 'password' };
const GIVEN: AttemptSecret = { field: 'password', value: 'given-1', from: 'given' };
const CODE: AttemptSecret = { field: 'code', value: '123456', from: 'totp' };

async function start(t: TestVault) {
  await t.admin('credentials.create', {
    name: 'shop',
    domain: 'example.com',
    values: { password: STORED.value, email: 'e' },
  });
  const { id } = await grant(t.admin, 'example.com', { credential_name: 'shop' });
  return begin(t.vault, id);
}

const at = (ref: LoginRef, n: number) => ({ ...ref, attempt_id: `${ref.invocation_id}:${n}` });
const prepare = (vault: Vault, ref: LoginRef, n: number, ...secrets: AttemptSecret[]) =>
  vault.prepareAttempt({ ...at(ref, n), secrets });
const recover = (vault: Vault, ref: LoginRef, n: number) => vault.recoverAttempt(at(ref, n));

async function arm(vault: Vault, ref: LoginRef, n: number, ...secrets: AttemptSecret[]): Promise<void> {
  expect(await prepare(vault, ref, n, ...secrets)).toBe('prepared');
  expect(await vault.armAttempt(at(ref, n))).toBe(true);
}

const refuse = (vault: Vault, ref: LoginRef, n: number, ...refused_fields: string[]) =>
  vault.judgeAttempt(at(ref, n), { outcome: 'refused', refused_fields });

describe('an attempt', () => {
  it('is armed once, by one', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    expect(await prepare(t.vault, ref, 1, STORED)).toBe('prepared');
    expect(await prepare(t.vault, ref, 1, STORED)).toBe('prepared');
    const armed = await Promise.all(Array.from({ length: 10 }, () => t.vault.armAttempt(at(ref, 1))));
    expect(armed.filter(Boolean)).toHaveLength(1);
    expect(await prepare(t.vault, ref, 1, STORED)).toBe('armed');
    await t.vault.judgeAttempt(at(ref, 1), { outcome: 'accepted', refused_fields: [] });
    expect(await prepare(t.vault, ref, 1, STORED)).toBe('judged');
    expect(await t.vault.armAttempt(at(ref, 1))).toBe(false);
    expect(await recover(t.vault, ref, 1)).toEqual({ state: 'judged' });
  });

  rule('that nobody wrote down is not armed', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    expect(await t.vault.armAttempt(at(ref, 1))).toBe(false);
  });

  it('survives a restart in its state', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    await arm(t.vault, ref, 1, STORED);
    await t.reopen();
    expect(await recover(t.vault, ref, 1)).toEqual({ state: 'armed', again: true });
  });

  rule('is revoked by recovery before it was armed, and a straggler types nothing', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    await prepare(t.vault, ref, 1, STORED);
    expect(await recover(t.vault, ref, 1)).toEqual({ state: 'revoked' });
    expect(await t.vault.armAttempt(at(ref, 1))).toBe(false);
    expect(await recover(t.vault, ref, 1)).toEqual({ state: 'revoked' });
  });

  rule('is revoked by recovery before it was even prepared', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    expect(await recover(t.vault, ref, 1)).toEqual({ state: 'revoked' });
    expect(await prepare(t.vault, ref, 1, STORED)).toBe('revoked');
    expect(await t.vault.armAttempt(at(ref, 1))).toBe(false);
  });

  rule('of a login that has ended is revoked', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    await prepare(t.vault, ref, 1, STORED);
    await t.vault.closeInvocation({
      ...ref,
      status: 'CANCELED',
      error_code: null,
      save_credential_as: null,
      given: {},
    });
    expect(await t.vault.armAttempt(at(ref, 1))).toBe(false);
    expect(await prepare(t.vault, ref, 2, STORED)).toBe('revoked');
  });
});

describe('an armed attempt whose page is lost', () => {
  it('may be made once more, and not again', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    await arm(t.vault, ref, 1, STORED, CODE);
    expect(await recover(t.vault, ref, 1)).toEqual({ state: 'armed', again: true });
    await arm(t.vault, ref, 2, STORED);
    expect(await recover(t.vault, ref, 2)).toEqual({ state: 'armed', again: false });
  });

  rule('may be made once more for each value', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    await arm(t.vault, ref, 1, { field: 'email', value: 'e', from: 'stored', key: 'email' });
    await arm(t.vault, ref, 2, STORED);
    expect(await recover(t.vault, ref, 2)).toEqual({ state: 'armed', again: true });
    await arm(t.vault, ref, 3, CODE);
    expect(await recover(t.vault, ref, 3)).toEqual({ state: 'armed', again: true });
    await arm(t.vault, ref, 4, { ...CODE, value: '654321' });
    expect(await recover(t.vault, ref, 4)).toEqual({ state: 'armed', again: false });
    await arm(t.vault, ref, 5);
    expect(await recover(t.vault, ref, 5)).toEqual({ state: 'armed', again: false });
  });

  rule('is not made again with a value that was refused', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    await arm(t.vault, ref, 1, GIVEN);
    await refuse(t.vault, ref, 1, 'password');
    await arm(t.vault, ref, 2, GIVEN);
    expect(await recover(t.vault, ref, 2)).toEqual({ state: 'armed', again: false });
  });
});

describe('a refused value', () => {
  rule('that is stored is marked until it changes', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    await arm(t.vault, ref, 1, STORED);
    await refuse(t.vault, ref, 1, 'password');
    const refused = async () => (await begin(t.vault, ref.auth_agent_id)).begun.refused;
    expect(await refused()).toEqual(['password']);
    await t.admin('credentials.update', { id_or_name: 'shop', values: { password: STORED.value } });
    expect(await refused()).toEqual(['password']);
    await t.admin('credentials.update', { id_or_name: 'shop', values: { password: 'stored-2' } });
    expect(await refused()).toEqual([]);
    expect(await t.vault.wasRefused(ref.auth_agent_id, 'password', STORED.value)).toBe(false);
  });

  rule('that changed while it was typed is not marked in its new version', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    await arm(t.vault, ref, 1, STORED);
    await t.admin('credentials.update', { id_or_name: 'shop', values: { password: 'stored-2' } });
    await refuse(t.vault, ref, 1, 'password');
    expect((await begin(t.vault, ref.auth_agent_id)).begun.refused).toEqual([]);
  });

  it('that was given is known again, exactly so, in this field and account only', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    const id = ref.auth_agent_id;
    await arm(t.vault, ref, 1, GIVEN, { field: 'company', value: 'c', from: 'given' }, CODE);
    await refuse(t.vault, ref, 1, 'password', 'code', 'never_typed');
    expect(await t.vault.wasRefused(id, 'password', GIVEN.value)).toBe(true);
    await t.reopen();
    expect(await t.vault.wasRefused(id, 'password', GIVEN.value)).toBe(true);
    expect(await t.vault.wasRefused(id, 'password', `${GIVEN.value} `)).toBe(false);
    expect(await t.vault.wasRefused(id, 'pin', GIVEN.value)).toBe(false);
    expect(await t.vault.wasRefused(id, 'company', 'c')).toBe(false);
    expect(await t.vault.wasRefused(id, 'code', CODE.value)).toBe(false);
    const other = await grant(t.admin, 'other.example');
    expect(await t.vault.wasRefused(other.id, 'password', GIVEN.value)).toBe(false);
    // A site in trouble refuses right values too: the next day a person may try again.
    t.clock.now += 86_400_000;
    expect(await t.vault.wasRefused(id, 'password', GIVEN.value)).toBe(false);
  });

  rule('stays known when a credential is linked afterwards', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    const { ref } = await begin(t.vault, id);
    await arm(t.vault, ref, 1, GIVEN);
    await refuse(t.vault, ref, 1, 'password');
    await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values: { email: 'e' } });
    await grant(t.admin, 'example.com', { credential_name: 'shop' });
    expect(await t.vault.wasRefused(id, 'password', GIVEN.value)).toBe(true);
  });

  rule('is judged once: a later verdict changes nothing', async () => {
    const t = await openTestVault();
    const { ref } = await start(t);
    await arm(t.vault, ref, 1, GIVEN);
    await t.vault.judgeAttempt(at(ref, 1), { outcome: 'unknown', refused_fields: [] });
    await refuse(t.vault, ref, 1, 'password');
    expect(await t.vault.wasRefused(ref.auth_agent_id, 'password', GIVEN.value)).toBe(false);
  });

  const user = (value: string): AttemptSecret => ({ field: 'username', value, from: 'given' });

  rule('for a mistyped user name is not refused for the right one, typed on the same form', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    const { ref } = await begin(t.vault, id);
    await arm(t.vault, ref, 1, user('wrogn'), GIVEN, { field: 'code', value: '111111', from: 'given' });
    await refuse(t.vault, ref, 1, 'password');
    const withUser = (username: string, code: string) =>
      t.vault.wasRefused(id, 'password', GIVEN.value, { username, password: GIVEN.value, code });
    expect(await withUser('wrogn', '111111')).toBe(true);
    expect(await withUser('wrogn', '222222')).toBe(true);
    expect(await withUser('wrong', '222222')).toBe(false);
    expect(await t.vault.wasRefused(id, 'password', GIVEN.value)).toBe(true);
  });

  rule('for a mistyped user name is not refused for the right one, typed on an earlier page', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    const login = async (username: string) => {
      t.clock.now += 1000;
      const { ref } = await begin(t.vault, id);
      await arm(t.vault, ref, 1, user(username));
      await t.vault.judgeAttempt(at(ref, 1), { outcome: 'accepted', refused_fields: [] });
      const refusedBefore = await t.vault.wasRefused(id, 'password', GIVEN.value);
      await arm(t.vault, ref, 2, GIVEN);
      await refuse(t.vault, ref, 2, 'password');
      await t.vault.closeInvocation({
        ...ref,
        status: 'FAILED',
        error_code: null,
        save_credential_as: null,
        given: {},
      });
      return refusedBefore;
    };
    expect(await login('wrogn')).toBe(false);
    expect(await login('wrogn')).toBe(true);
    expect(await login('wrong')).toBe(false);
    expect(await login('wrong')).toBe(true);
  });
});
