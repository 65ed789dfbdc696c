import { describe, expect, it } from 'vitest';
import { runSql, stolenBytes } from './support/store.js';
import { twoAccounts } from './support/two-accounts.js';
import { begin, codeOf, grant, load, newInvocationId, openTestVault, rule, type TestVault } from './support/vault.js';

const HOUR = 3_600_000;

/** The forms in which a value could lie about. */
const formsOf = (value: string): string[] => {
  const bytes = Buffer.from(value);
  return [
    value,
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(value),
  ];
};

/** Changes rows behind the vault's back. */
async function tamper(t: TestVault, ...statements: string[]): Promise<void> {
  await t.vault.close();
  await runSql(t, ...statements);
  await t.reopen();
}

describe('a stolen database without the master key', () => {
  it('holds no canary, while the vault works and after it', async () => {
    const t = await openTestVault();
    const canaries = {
      email: 'canary-email-41c7@example.com',
      password: 'canary Password "§" 9f2e',
      given: 'canary-given-77aa',
      code: '4417093',
      cookie: 'canary-cookie-c01d',
      local: 'canary-local-10ca',
      session: 'canary-session-5e55',
      url: 'https://shop.example/a?token=canary-url-0e1f',
      totp: 'KNSWG4TFOQQGK3TPOVTWQIDG',
    };
    const { email, password, totp } = canaries;
    await t.admin('credentials.create', {
      name: 'shop',
      domain: 'shop.example',
      values: { email, password },
      totp_secret: totp,
    });
    const { id } = await grant(t.admin, 'shop.example', { credential_name: 'shop' });
    const start = { access_key: t.accessKey, save_credential_as: 'shop' };
    const { ref, give } = await begin(t.vault, id, newInvocationId(), start);
    const given = { password: await give('password', canaries.given), code: await give('code', canaries.code) };
    expect(await t.vault.openGiven({ ...ref, ...given.password })).toBe(canaries.given);
    const attempt_id = `${ref.invocation_id}:1:1`;
    const secrets = [{ field: 'password', value: canaries.given, from: 'given' as const }];
    await t.vault.prepareAttempt({ ...ref, attempt_id, secrets });
    await t.vault.armAttempt({ ...ref, attempt_id });
    await t.vault.judgeAttempt({ ...ref, attempt_id }, { outcome: 'refused', refused_fields: ['password'] });
    const storage_state = {
      cookies: [
        {
          name: 's',
          value: canaries.cookie,
          domain: 'shop.example',
          path: '/',
          expires: -1,
          httpOnly: true,
          secure: true,
          sameSite: 'Lax' as const,
        },
      ],
      origins: [{ origin: 'https://shop.example', localStorage: [{ name: 't', value: canaries.local }] }],
    };
    await t.vault.saveCheckpoint(ref, { storage_state, url: canaries.url });
    await t.vault.saveProfile({
      ...(await load(t.vault, ref)).hold,
      storage_state,
      session_storage: { 'https://shop.example': { t: canaries.session } },
      base_version: null,
      post_login_url: 'https://shop.example/home',
      shown_url: 'https://shop.example/home',
      session_expires_at: null,
    });
    const code = (await t.admin('credentials.totpCode', { id_or_name: 'shop' })).code;

    const look = async () => {
      const bytes = await stolenBytes(t);
      for (const canary of [...Object.values(canaries), code]) {
        for (const form of formsOf(canary)) expect([form, bytes.includes(form)]).toEqual([form, false]);
      }
      // The search would find something that is there.
      expect(bytes.includes('shop.example')).toBe(true);
    };
    await look();
    await t.vault.closeInvocation({ ...ref, status: 'SUCCESS', error_code: null, save_credential_as: 'shop', given });
    await look();
    await t.reopen();
    await look();
  });
});

describe('a record that was tampered with', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      'another credential',
      `update credential_values set sealed = (select v.sealed from credential_values v join credentials c on c.id = v.credential_id where c.name = 'a' and v.key = 'password') where key = 'password'`,
    ],
    [
      'another key',
      `update credential_values set sealed = (select v.sealed from credential_values v where v.credential_id = credential_values.credential_id and v.key = 'email') where key = 'password'`,
    ],
    ['another version', `update credential_values set version = version + 1 where key = 'password'`],
    [
      'another bit',
      `update credential_values set sealed = substr(sealed, 1, 20) || case substr(sealed, 21, 1) when 'A' then 'B' else 'A' end || substr(sealed, 22) where key = 'password'`,
    ],
    ['nothing', `update credential_values set sealed = '' where key = 'password'`],
  ];
  it.each(cases)('does not open in the place of %s', async (_what, statement) => {
    const t = await openTestVault();
    const { b } = await twoAccounts(t);
    await tamper(t, statement);
    expect(await codeOf(t.vault.openStored(b, 'password'))).toBe('state_dir_invalid');
  });

  it('does not open when the whole row was moved to another credential', async () => {
    const t = await openTestVault();
    const { b } = await twoAccounts(t);
    const idOf = (name: string) => `(select id from credentials where name = '${name}')`;
    await tamper(
      t,
      `delete from credential_values where credential_id = ${idOf('b')}`,
      `update credential_values set credential_id = ${idOf('b')}`,
    );
    expect(await codeOf(t.vault.openStored(b, 'password'))).toBe('state_dir_invalid');
  });

  it('does not open when the data keys were swapped along with it', async () => {
    const t = await openTestVault();
    const { b } = await twoAccounts(t);
    const idOf = (name: string) => `(select id from credentials where name = '${name}')`;
    await tamper(
      t,
      `update credential_values set sealed = (select v.sealed from credential_values v where v.credential_id = ${idOf('a')} and v.key = credential_values.key)`,
      `update data_keys set wrapped = (select d.wrapped from data_keys d where d.id = 'credentials/' || ${idOf('a')}) where id = 'credentials/' || ${idOf('b')}`,
    );
    expect(await codeOf(t.vault.openStored(b, 'password'))).toBe('state_dir_invalid');
  });
});

describe('a key that has died', () => {
  it('opens nothing after the invocation is closed, and is gone from the disk', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'a.example');
    const { ref, give } = await begin(t.vault, id);
    const given = await give('password', 'secret');
    await t.vault.closeInvocation({
      ...ref,
      status: 'CANCELED',
      error_code: null,
      save_credential_as: null,
      given: {},
    });
    expect(await codeOf(t.vault.openGiven({ ...ref, ...given }))).toBe('invocation_ended');
    // The wrapped data key is what would bring the private key back.
    expect((await stolenBytes(t)).includes(`sealing_keys/${given.kid}`)).toBe(false);
  });

  rule('opens nothing past its time, before the sweep and after it', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'a.example');
    const { ref, give } = await begin(t.vault, id);
    const given = await give('password', 'secret');
    t.clock.now += 31 * 24 * HOUR;
    expect(await codeOf(t.vault.openGiven({ ...ref, ...given }))).toBe('wrong_key');
    expect((await stolenBytes(t)).includes(`sealing_keys/${given.kid}`)).toBe(true);
    await t.vault.sweep();
    expect((await stolenBytes(t)).includes(`sealing_keys/${given.kid}`)).toBe(false);
    t.clock.now -= 31 * 24 * HOUR;
    expect(await codeOf(t.vault.openGiven({ ...ref, ...given }))).toBe('invocation_ended');
  });

  rule('of the vault is exchanged daily and deleted a day later', async () => {
    const t = await openTestVault();
    const first = await t.vault.publishVaultKey();
    const kid: string = JSON.parse(Buffer.from(first.split('.')[1]!, 'base64url').toString()).kid;
    t.clock.now += 23 * HOUR;
    await t.vault.sweep();
    expect(await t.vault.publishVaultKey()).toBe(first);
    t.clock.now += 2 * HOUR;
    expect(await t.vault.publishVaultKey()).not.toBe(first);
    await t.vault.sweep();
    expect((await stolenBytes(t)).includes(kid)).toBe(true);
    t.clock.now += 23 * HOUR;
    await t.vault.sweep();
    expect((await stolenBytes(t)).includes(kid)).toBe(false);
  });
});
