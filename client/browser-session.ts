/** A browser takes a profile's session, and gives back what it has changed: one user of a site's session at a time. */
import { randomBytes } from 'node:crypto';
import { AgentAuthError } from '../contract/errors.js';
import type { ProfileInUse, WrittenBack } from '../contract/profile-use.js';
import type { Caller } from './caller.js';
import type { OwnStorageState } from './profiles.js';
import { pause } from './temporal/pause.js';
import { callVault } from './vault/call-vault.js';

/** How long a login that holds a site is waited for. Ms. */
const WAIT_MS = 20_000;
const ASK_AGAIN_MS = 1_000;

const isInUse = (answer: object): answer is ProfileInUse => 'in_use' in answer;

/** @throws AgentAuthError `profile_in_use` */
async function whenFree<T extends object>(ask: () => Promise<T | ProfileInUse>): Promise<T> {
  const until = performance.now() + WAIT_MS;
  for (;;) {
    const answer = await ask();
    if (!isInUse(answer)) return answer;
    if (performance.now() > until) throw new AgentAuthError('profile_in_use');
    await pause(ASK_AGAIN_MS);
  }
}

/** A session that was handed out. */
export interface BrowserSession {
  readonly storageState: OwnStorageState;
  /**
   * Merges what was changed into the profile.
   * @throws AgentAuthError `profile_in_use`, `profile_not_found`
   */
  writeBack(storage_state: OwnStorageState): Promise<WrittenBack>;
}

/**
 * Hands out all of a profile's session when no login uses it.
 * @param keepsBase whether something may be written back: then the vault keeps what it starts from
 * @throws AgentAuthError `profile_in_use`, `profile_not_found`, `session_too_large`
 */
export async function openBrowserSession(
  caller: Caller,
  id_or_name: string,
  keepsBase: boolean,
): Promise<BrowserSession> {
  const base = `base_${randomBytes(16).toString('base64url')}`;
  const wanted = keepsBase ? { id_or_name, base } : { id_or_name };
  const opened = await whenFree(() => callVault(caller, 'profiles.open', wanted));
  return {
    storageState: opened.storage_state as OwnStorageState,
    writeBack: (storage_state) =>
      whenFree(() => callVault(caller, 'profiles.writeBack', { id_or_name, base, storage_state })),
  };
}
