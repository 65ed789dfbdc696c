import type { SessionNotice } from '../../../contract/index.js';
import type { SaveResult } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { lastingAddress, shownRoute } from './address.js';
import { knownEnd } from './known-end.js';
import type { ProvedSession } from './prove-session.js';

/**
 * Writes a session that was proved into the profile.
 * @returns null where another login has written there since this one loaded it
 */
export async function saveProved(
  context: LoginContext,
  login: Login,
  proved: ProvedSession,
): Promise<Extract<SaveResult, { kind: 'saved' }> | null> {
  const { hold, profile, scrub, network, mayTypeAt } = login;
  const end = await knownEnd(context, login, proved);
  const session_expires_at = end === null ? null : new Date(end).toISOString();
  const shown_url = scrub.url(proved.url) + shownRoute(proved.url, scrub);
  const saved = await context.vault.saveProfile({
    ...hold,
    ...proved.session,
    // As it is: where the next login looks first, and a masked address leads nowhere.
    post_login_url: lastingAddress(proved.url, scrub),
    shown_url,
    session_expires_at,
    ...(proved.labels.length > 0 ? { account_labels: proved.labels } : {}),
    base_version: profile?.version ?? null,
    leads: proved.leads,
    browser: profile?.browser ?? (await context.race(context.pages.identity().catch(() => null))),
  });
  if (saved?.replaced) context.note({ stage: 'session', rule: 'saved_over', reason: 'changed_meanwhile', facts: {} });
  const isBound = network.bindDevice.some((url) => mayTypeAt(url) === null);
  const notice: SessionNotice | null = isBound
    ? 'session_device_bound'
    : login.live.dropped > 0
      ? 'session_state_dropped'
      : null;
  const noticed = notice === null ? {} : { notice };
  return saved && { kind: 'saved', post_login_url: shown_url, session_expires_at, ...noticed };
}
