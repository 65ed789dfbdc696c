import { expect, it } from 'vitest';
import { runSql } from './support/store.js';
import { begin, closing, grant, openTestVault, prove, rule, type TestVault } from './support/vault.js';

/** What the migration makes of an agent that never saved anything, and of a login of it that waits. */
async function migrated(): Promise<{ t: TestVault; id: string; login: Awaited<ReturnType<typeof begin>> }> {
  const t = await openTestVault();
  const { id } = await grant(t.admin, 'example.com');
  const login = await begin(t.vault, id);
  await t.vault.close();
  await runSql(
    t,
    'update agents set name_from_workflow = 1',
    'update invocations set name_from_workflow = 1, run_id = null',
  );
  await t.reopen();
  return { t, id, login };
}

const facts = { status: 'NEEDS_AUTH', last_auth_at: null, session_expires_at: null, post_login_url: null } as const;

it('an agent says once what name it remembers', async () => {
  const { t, id } = await migrated();
  await t.vault.recordAgent({ id, ...facts, save_credential_as: 'shop' }, id);
  await t.vault.recordAgent({ id, ...facts, save_credential_as: 'other' }, id);
  expect((await begin(t.vault, id)).begun).toMatchObject({ save_credential_as: 'shop' });
});

rule('an agent that remembers none can not say one later', async () => {
  const { t, id } = await migrated();
  await t.vault.recordAgent({ id, ...facts, save_credential_as: null }, id);
  await t.vault.recordAgent({ id, ...facts, save_credential_as: 'shop' }, id);
  expect((await begin(t.vault, id)).begun).toMatchObject({ save_credential_as: null });
});

it('a login that waited goes on, and saves under the name that it was begun with', async () => {
  const { t, id, login } = await migrated();
  const { invocation_id } = login.ref;
  expect(await t.vault.runOf(invocation_id)).toBeNull();
  await t.vault.adoptRun(invocation_id, 'first');
  await t.vault.adoptRun(invocation_id, 'second');
  expect(await t.vault.runOf(invocation_id)).toBe('first');
  await prove(t.vault, login.ref);
  const given = { password: await login.give('password', 'p') };
  const end = closing(login.ref, { save_credential_as: 'shop', given });
  expect(await t.vault.closeInvocation(end)).toEqual({ credential_name: 'shop' });
  expect(await t.vault.openStored(id, 'password')).toBe('p');
});
