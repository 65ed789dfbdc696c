/** A browser takes a profile's session, and gives back what it has changed: one user of a site's session at a time. */
import { AgentAuthError } from '../contract/errors/errors.js';
import type { ProfileInUse, SavedProfile } from '../contract/profile/profile-session.js';
import type { Caller } from './caller.js';
import { newBase, newLease } from './new-base.js';
import type { OwnSession } from './profiles.js';
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
  readonly session: OwnSession;
  /**
   * Merges what was changed into the profile, also of sites that are new to it.
   * @throws AgentAuthError `profile_in_use`, `profile_not_found`
   */
  save(now: Pick<OwnSession, 'storage_state' | 'session_storage'>): Promise<SavedProfile>;
  /** Goes on with its lease; one that has lapsed begins no new one. */
  keepLease(): Promise<void>;
  endLease(): Promise<void>;
}

/** Lapses soon where whoever keeps it has died. */
const BROWSER_LEASE_SECONDS = 120;

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
  const lease = newLease(BROWSER_LEASE_SECONDS);
  const wanted = { id_or_name, when_free: true, lease, ...(keepsBase ? { base: newBase() } : {}) };
  const session = await whenFree(() => callVault(caller, 'profiles.session', wanted));
  const { domain, version, base, handed_out } = session;
  return {
    session: session as OwnSession,
    save(now) {
      const given = { id_or_name, domain, version, base, handed_out, when_free: true, new_sites: true, ...now };
      return whenFree(() => callVault(caller, 'profiles.save', given));
    },
    async keepLease() {
      await callVault(caller, 'leases.renew', lease);
    },
    async endLease() {
      await callVault(caller, 'leases.release', { id: lease.id });
    },
  };
}
