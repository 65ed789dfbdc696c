import { expect, it } from 'vitest';
import { begin, closing, codeOf, grant, load, openTestVault, rule } from './support/vault.js';

const EMPTY = { cookies: [], origins: [] };
const TABS = { 'https://example.com': { state: 's', verifier: 'v' }, 'https://login.example.com': { at: '2' } };

it('a checkpoint holds what tabs keep, without that of sites of others', async () => {
  const t = await openTestVault();
  const { id } = await grant(t.admin, 'example.com');
  await grant(t.admin, 'bank.example');
  const { ref } = await begin(t.vault, id);
  await load(t.vault, ref);
  const url = 'https://login.example.com/second';
  const session_storage = { ...TABS, 'https://bank.example': { token: 'of another agent' } };
  await t.vault.saveCheckpoint(ref, { storage_state: EMPTY, session_storage, url });
  await t.reopen();
  expect(await t.vault.loadCheckpoint(ref)).toMatchObject({ session_storage: TABS, url });
  expect((await t.vault.loadCheckpoint(ref))?.session_storage).not.toHaveProperty(['https://bank.example']);
});

rule('a checkpoint of an older version says nothing of what tabs keep', async () => {
  const t = await openTestVault();
  const { ref } = await begin(t.vault, (await grant(t.admin, 'example.com')).id);
  await t.vault.saveCheckpoint(ref, { storage_state: EMPTY, url: 'https://example.com/second' });
  expect(await t.vault.loadCheckpoint(ref)).not.toHaveProperty('session_storage');
});

it('a login begins again once, whatever restarts in between, and without what it had written down', async () => {
  const t = await openTestVault();
  const { ref } = await begin(t.vault, (await grant(t.admin, 'example.com')).id);
  await t.vault.saveCheckpoint(ref, { storage_state: EMPTY, session_storage: TABS, url: 'https://example.com/second' });
  expect(await t.vault.beginAgain(ref)).toBe(true);
  expect(await t.vault.loadCheckpoint(ref)).toBeNull();
  await t.reopen();
  expect(await t.vault.beginAgain(ref)).toBe(false);
  const other = await begin(t.vault, ref.auth_agent_id);
  expect(await t.vault.beginAgain(other.ref)).toBe(true);
  await t.vault.closeInvocation(closing(ref, { status: 'CANCELED' }));
  expect(await codeOf(t.vault.beginAgain(ref))).toBe('invocation_ended');
});
