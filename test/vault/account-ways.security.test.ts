/** Threat: an account that its site has locked, or whose value it refused, is logged in to once more by another way to the same account. */
import { describe, expect, it } from 'vitest';
import type { AttemptSecret } from '../../activities/vault/submission.js';
import type { LoginRef } from '../../contract/steps.js';
import { type Account, makeAgent, start, values } from './support/account.js';
import { rule, type TestVault } from './support/vault.js';

const REFUSED = { outcome: 'refused', refused_fields: ['password'] } as const;
const EMAIL = { field: 'email', value: 'ada@example.com', from: 'stored', key: 'email' } as const;
const PASSCODE = { field: 'passcode', value: 'pw', from: 'stored', key: 'password' } as const;

/** Another agent, by a credential of its own that holds the same. */
async function another(t: TestVault, more: Record<string, string> = {}): Promise<Account> {
  await t.admin('credentials.create', { name: 'same', domain: 'example.com', values: { ...values, ...more } });
  return makeAgent(t, 'two', 'same');
}

/** Asks for a form of any fields. */
async function ask(t: TestVault, ref: LoginRef, secrets: readonly AttemptSecret[], identifiers: readonly string[]) {
  const attempt = { ...ref, attempt_id: `${ref.invocation_id}:form` };
  await t.vault.prepareAttempt({ ...attempt, secrets });
  const form = { address: 'https://login.example.com/', secrets, identifiers, codes: [], totp_field: null };
  return { attempt, said: await t.vault.clearAttempt(attempt, form) };
}

describe('a value that the site refused', () => {
  it('stays refused when its login goes on with another one and ends in a session', async () => {
    const { t, account } = await start();
    const ref = await account.begin();
    expect(await account.send(ref, REFUSED)).toBe('sent');
    expect(await account.send(ref, { outcome: 'accepted' }, { password: 'right', answers: 1 })).toBe('sent');
    await account.prove(ref);
    const other = await another(t);
    expect(await other.login('refused')).toBe('refused');
    expect(await other.login('refused', { password: 'right' })).toBe('sent');
  });

  rule('is the same in a field of another name', async () => {
    const { t, account } = await start();
    await account.login('refused', {}, REFUSED);
    const other = await another(t);
    const { said } = await ask(t, await other.begin(), [EMAIL, PASSCODE], ['email']);
    expect(said).toEqual({ kind: 'refused', fields: ['passcode'] });
  });

  rule('is refused by whichever credential names the account, where the page asked for no name', async () => {
    const { t, account } = await start();
    expect(await account.login('refused', { name: null }, REFUSED)).toBe('sent');
    const other = await another(t);
    expect(await other.login('refused')).toBe('refused');
    expect(await other.login('refused', { name: null })).toBe('refused');
  });
});

describe('a stopped account', () => {
  rule('takes no value again because its field has another name', async () => {
    const { t, account } = await start();
    await account.login('unknown');
    const { said } = await ask(t, await account.begin(), [EMAIL, PASSCODE], ['email']);
    expect(said).toMatchObject({ kind: 'stopped', stop: { why: 'unknown' } });
  });

  rule('is stopped for agents that the page asks for no name', async () => {
    const { t, account } = await start();
    await account.login('locked');
    const other = await another(t);
    expect(await other.login('accepted', { name: null })).toBe('locked');
    await t.admin('agents.grant', {
      id: account.agent,
      domain: 'example.com',
      profile_name: 'one',
      credential_name: 'same',
    });
    expect(await account.login('accepted', { name: null })).toBe('locked');
  });

  it('of several names is the one that was used last', async () => {
    const { t, account } = await start();
    await account.login('locked', { name: 'ada' });
    const other = await another(t, { username: 'ada', date_of_birth: '1990-01-01' });
    expect(await other.login('accepted', { name: null })).toBe('locked');
  });

  rule('is stopped by what the site says at a later step, which asks for more', async () => {
    const { t, account } = await start();
    const ref = await account.begin();
    expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
    const birthday = { field: 'date_of_birth', value: '1990-01-01', from: 'given', question: 1 } as const;
    const pin = { field: 'pin', value: '1234', from: 'given', question: 1 } as const;
    const { attempt, said } = await ask(t, ref, [birthday, pin], ['date_of_birth']);
    expect(said.kind).toBe('clear');
    expect(await t.vault.armAttempt(attempt)).toBe(true);
    await t.vault.judgeAttempt(attempt, { outcome: 'locked', refused_fields: [] });
    await account.end(ref, 'account_locked');
    expect(await account.login('accepted')).toBe('locked');
    expect(await (await another(t)).login('accepted')).toBe('locked');
  });

  it('is another one where a login begins again with another name', async () => {
    const { account } = await start();
    await account.login('locked', { name: 'bob@example.com' });
    const ref = await account.begin();
    expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
    expect(await account.send(ref, null, { name: 'bob@example.com' })).toBe('locked');
  });

  rule('is the same where its name is asked for twice', async () => {
    const { t, account } = await start();
    await account.login('locked');
    const again = { ...EMAIL, field: 'email_2', value: 'Ada@example.com' };
    const secrets = [EMAIL, again, { ...PASSCODE, field: 'password' }];
    const { said } = await ask(t, await account.begin(), secrets, ['email', 'email_2']);
    expect(said).toMatchObject({ kind: 'stopped', stop: { why: 'locked' } });
  });

  rule.each([
    ['+49 151 2345678', ['0049 151 2345678', '+49-(0)151-2345678', '+49 151/234 56 78', '+49\u00a0151\u20112345678']],
    ['ada@bücher.example', ['ada@xn--bcher-kva.example', 'ADA@XN--BCHER-KVA.example']],
  ])('%s is one in every spelling', async (name, others) => {
    const { account } = await start();
    await account.login('locked', { name });
    for (const other of others) expect(await account.login('accepted', { name: other }), other).toBe('locked');
    for (const other of ['+49 151 2345679', 'ada@xn--bcher-kvb.example'])
      expect(await account.login('not_sent', { name: other }), other).toBe('sent');
  });
});

rule('an attempt that gave its clearance back is armed by nobody who has not asked again', async () => {
  const { t, account } = await start();
  const { attempt } = await account.clear(await account.begin());
  await t.vault.releaseAttempt(attempt);
  const other = await makeAgent(t, 'two', 'shop');
  expect((await other.clear(await other.begin())).said.kind).toBe('clear');
  expect(await t.vault.armAttempt(attempt)).toBe(false);
});
