/** Sessions that are handed out and written back, on the vault alone. */
import type { ProfileSession, SavedProfile, StorageState } from '../../../contract/index.js';
import { type Cookie, cookie } from './profile.js';
import type { TestVault } from './vault.js';

type On = Pick<TestVault, 'admin'>;

let bases = 0;
/** A new one with each call. */
export const newBase = (): string => {
  bases += 1;
  return `base_${String(bases).padStart(22, '0')}`;
};

/** The session of profile `p`. */
export async function handOut(
  { admin }: On,
  more: { readonly domain?: string; readonly base?: string; readonly when_free?: boolean } = {},
): Promise<ProfileSession> {
  const found = await admin('profiles.session', { id_or_name: 'p', ...more });
  if ('in_use' in found) throw new Error('a login uses the profile');
  return found;
}

/** Writes a session back, with what is different in it. */
export async function giveBack(
  { admin }: On,
  session: ProfileSession,
  now: Partial<Pick<ProfileSession, 'storage_state' | 'session_storage'>>,
): Promise<SavedProfile> {
  const { domain, version, base, handed_out, storage_state, session_storage } = { ...session, ...now };
  const given = { domain, version, base, handed_out, storage_state, session_storage };
  const saved = await admin('profiles.save', { id_or_name: 'p', ...given });
  if ('in_use' in saved) throw new Error('a login uses the profile');
  return saved;
}

/** The state with other cookies in it; one without a value is deleted. */
export const withCookies = ({ storage_state }: ProfileSession, ...changed: Cookie[]): StorageState => ({
  ...storage_state,
  cookies: [
    ...storage_state.cookies.filter(
      (old) => !changed.some(({ name, domain }) => name === old.name && domain === old.domain),
    ),
    ...changed.filter(({ value }) => value !== ''),
  ],
});

/** A browser with the session of profile `p`, as `/browsers` has it. */
export async function browser(t: On) {
  const session = await handOut(t, { base: newBase(), when_free: true });
  const { domain, version, base, handed_out } = session;
  const write = (storage_state: StorageState, session_storage: ProfileSession['session_storage'] = null) =>
    t.admin('profiles.save', {
      ...{ id_or_name: 'p', domain, version, base, handed_out, storage_state, session_storage },
      ...{ when_free: true, new_sites: true },
    });
  return {
    session,
    write,
    /** Writes back what it has, other than these. */
    change: (...changed: Cookie[]) => write(withCookies(session, ...changed)),
  };
}

/** A cookie of a site that says which session it is. */
export const sid = (value: string, domain = 'example.com') => cookie('sid', value, domain);
