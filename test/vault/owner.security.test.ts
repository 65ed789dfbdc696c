import { describe, expect, it } from 'vitest';
import type { AttemptSecret, Vault } from '../../activities/vault/index.js';
import type { LoginRef } from '../../contract/steps.js';
import { begin, beginning, codeOf, grant, newInvocationId, openTestVault } from './support/vault.js';

/**
 * Whoever may start workflows chooses what activities are told. A call that names a login and an agent which do not belong together, or
 * another login's attempt or key, is answered as if there were no such login.
 */
const SECRETS: readonly AttemptSecret[] = [{ field: 'password', value: 'p', from: 'given' }];
const CHECKPOINT = { storage_state: { cookies: [], origins: [] }, url: 'https://evil.example/' };
const SESSION = { storage_state: { cookies: [], origins: [] }, session_storage: null, base_version: null };
const FACTS = { post_login_url: null, shown_url: null, session_expires_at: null };

interface Calls {
  readonly [verb: string]: (vault: Vault, ref: LoginRef, attempt_id: string) => Promise<unknown>;
}
const ON_ATTEMPTS: Calls = {
  prepareAttempt: (vault, ref, attempt_id) => vault.prepareAttempt({ ...ref, attempt_id, secrets: SECRETS }),
  armAttempt: (vault, ref, attempt_id) => vault.armAttempt({ ...ref, attempt_id }),
  judgeAttempt: (vault, ref, attempt_id) =>
    vault.judgeAttempt({ ...ref, attempt_id }, { outcome: 'refused', refused_fields: ['password'] }),
  recoverAttempt: (vault, ref, attempt_id) => vault.recoverAttempt({ ...ref, attempt_id }),
};
const ON_LOGINS: Calls = {
  ...ON_ATTEMPTS,
  saveCheckpoint: (vault, ref) => vault.saveCheckpoint(ref, CHECKPOINT),
  loadCheckpoint: (vault, ref) => vault.loadCheckpoint(ref),
  loadProfile: (vault, ref) => vault.loadProfile(ref),
  ownSession: (vault, ref) => vault.ownSession(ref, SESSION),
  saveProfile: (vault, ref) => vault.saveProfile({ ...ref, opening: 'none', ...SESSION, ...FACTS }),
};

async function twoLogins() {
  const t = await openTestVault();
  const bank = await begin(t.vault, (await grant(t.admin, 'bank.example')).id);
  const evil = await begin(t.vault, (await grant(t.admin, 'evil.example')).id);
  const attempt_id = `${bank.ref.invocation_id}:1:1`;
  await t.vault.prepareAttempt({ ...bank.ref, attempt_id, secrets: SECRETS });
  return { ...t, bank, evil, attempt_id };
}

describe('a login that is not of the agent that is named', () => {
  it.each(Object.keys(ON_LOGINS))('gets nothing from %s', async (verb) => {
    const { vault, bank, evil, attempt_id } = await twoLogins();
    const call = (ref: LoginRef) => codeOf(ON_LOGINS[verb]!(vault, ref, attempt_id));
    expect(await call({ ...bank.ref, auth_agent_id: evil.ref.auth_agent_id })).toBe('invocation_not_found');
    expect(await call({ ...bank.ref, auth_agent_id: 'agent_none.example_me' })).toBe('invocation_not_found');
  });

  it('opens nothing that a person gave', async () => {
    const { vault, bank, evil } = await twoLogins();
    const given = await bank.give('password', 'correct horse');
    const { auth_agent_id } = evil.ref;
    expect(await codeOf(vault.openGiven({ ...bank.ref, auth_agent_id, ...given }))).toBe('invocation_not_found');
    expect(await codeOf(vault.openGiven({ ...evil.ref, ...given }))).toBe('wrong_key');
    expect(await vault.openGiven({ ...bank.ref, ...given })).toBe('correct horse');
  });

  it('is neither begun again nor closed', async () => {
    const { vault, bank, evil, admin } = await twoLogins();
    const mixed = { ...bank.ref, auth_agent_id: evil.ref.auth_agent_id };
    expect(await codeOf(vault.beginInvocation({ ...beginning(bank.ref), ...mixed }))).toBe('invalid_input');
    const closing = { status: 'CANCELED', error_code: null, save_credential_as: null, given: {} } as const;
    await vault.closeInvocation({ ...mixed, ...closing });
    const { items } = await admin('invocations.list', { auth_agent_id: bank.ref.auth_agent_id });
    expect(items).toMatchObject([{ status: 'IN_PROGRESS' }]);
  });
});

describe('an attempt of another login', () => {
  it.each(Object.keys(ON_ATTEMPTS))('is not reached by %s', async (verb) => {
    const { vault, bank, evil, attempt_id } = await twoLogins();
    expect(await codeOf(ON_ATTEMPTS[verb]!(vault, evil.ref, attempt_id))).toBe('invocation_not_found');
    expect(await vault.armAttempt({ ...bank.ref, attempt_id })).toBe(true);
  });

  it('can not be taken before that login makes it', async () => {
    const { vault, bank, evil } = await twoLogins();
    const next = `${bank.ref.invocation_id}:1:2`;
    expect(await codeOf(vault.recoverAttempt({ ...evil.ref, attempt_id: next }))).toBe('invocation_not_found');
    expect(await vault.prepareAttempt({ ...bank.ref, attempt_id: next, secrets: [] })).toBe('prepared');
  });
});

it('a login that never began gets nothing', async () => {
  const { vault, bank } = await twoLogins();
  const ref = { ...bank.ref, invocation_id: newInvocationId() };
  for (const call of Object.values(ON_LOGINS))
    expect(await codeOf(call(vault, ref, `${ref.invocation_id}:1:1`))).toBe('invocation_not_found');
});

it('a session is saved to the profile of its own login, and to none once that has ended', async () => {
  const { vault, bank, admin } = await twoLogins();
  await vault.saveProfile({ ...bank.ref, opening: 'none', ...SESSION, ...FACTS });
  expect((await admin('profiles.list', {})).items).toMatchObject([{ name: 'default', version: 1 }]);
  await vault.closeInvocation({
    ...bank.ref,
    status: 'CANCELED',
    error_code: null,
    save_credential_as: null,
    given: {},
  });
  expect(await codeOf(vault.saveProfile({ ...bank.ref, opening: 'none', ...SESSION, ...FACTS }))).toBe(
    'invocation_ended',
  );
});
