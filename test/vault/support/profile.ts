/** Logins of agents that share a profile, on the vault alone: they load, change and save. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadMasterKeys } from '../../../activities/vault/crypto/own-master-keys.js';
import { createRecords } from '../../../activities/vault/crypto/records.js';
import type { ProfileHold, SaveProfile, StoredProfile } from '../../../activities/vault/index.js';
import { agentId, type StorageState } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { inStore } from './store.js';
import { begin, grant, load, NO_FACTS, type TestVault } from './vault.js';

export type Cookie = StorageState['cookies'][number];

export const cookie = (name: string, value: string, domain = 'example.com'): Cookie => ({
  name,
  value,
  domain,
  path: '/',
  expires: -1,
  httpOnly: true,
  secure: true,
  sameSite: 'Lax',
});
export const state = (...cookies: Cookie[]): StorageState => ({ cookies, origins: [] });
export const origin = (name: string, value: string) => ({ origin: name, localStorage: [{ name: 't', value }] });

/** Cookies as `name=value`, in order. */
export const brief = ({ cookies }: StorageState): string[] =>
  cookies.map(({ name, value }) => `${name}=${value}`).sort();

type On = Pick<TestVault, 'admin' | 'vault'>;

/** Grants an agent of profile `p`, and begins a login of it. */
export async function loginOf({ admin, vault }: On, domain: string, more: Parameters<typeof grant>[2] = {}) {
  const id = agentId(domain, 'p');
  await grant(admin, domain, { id, profile_name: 'p', ...more });
  return (await begin(vault, id)).ref;
}

/** What a login saves, unless a test says otherwise. */
export const saving = (
  hold: ProfileHold,
  profile: StoredProfile | null,
  change: Partial<SaveProfile> = {},
): SaveProfile => ({
  ...hold,
  storage_state: state(),
  session_storage: null,
  base_version: profile?.version ?? null,
  ...NO_FACTS,
  ...change,
});

/** Loads, changes the cookies and saves. */
export async function save(
  { vault }: On,
  ref: LoginRef,
  change: Partial<SaveProfile> | ((cookies: readonly Cookie[]) => readonly Cookie[]),
) {
  const { hold, profile } = await load(vault, ref);
  const made =
    typeof change === 'function' ? { storage_state: state(...change(profile?.storage_state.cookies ?? [])) } : change;
  return vault.saveProfile(saving(hold, profile, made));
}

/** What a login loads, given back at once. */
export async function loaded({ vault }: On, ref: LoginRef): Promise<StoredProfile | null> {
  const { profile, hold } = await load(vault, ref);
  await vault.releaseProfile(hold);
  return profile;
}

export const cookiesOf = async (t: On, ref: LoginRef): Promise<string[]> => {
  const profile = await loaded(t, ref);
  return profile === null ? [] : brief(profile.storage_state);
};

export const sum = async ({ admin }: On, domain?: string): Promise<string[]> =>
  brief(await admin('profiles.storageState', { id_or_name: 'p', ...(domain === undefined ? {} : { domain }) }));

/** Puts into version 1 of profile `p` what an earlier version of this software would have written there. */
export async function writeStored(t: TestVault, stored: unknown): Promise<void> {
  await t.vault.close();
  const records = createRecords(await loadMasterKeys(join(t.stateDir, 'master-key'), false));
  await inStore(t, async (db) => {
    const { id } = await db.selectFrom('profiles').select('id').where('name', '=', 'p').executeTakeFirstOrThrow();
    const at = { table: 'profiles', id, field: 'session', version: 1 };
    const sealed = await records.seal(db, at, gzipSync(JSON.stringify(stored)));
    await db.updateTable('profile_versions').set({ sealed }).where('profile_id', '=', id).execute();
  });
  await t.reopen();
}
