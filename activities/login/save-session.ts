import type { LoginRef, PageHandle, SaveResult, StorageState } from '../../contract/index.js';
import { closePage } from './close-page.js';
import type { LoginDeps } from './deps.js';
import { leaveArtefact } from './lib/artefact.js';
import { exportSession } from './lib/export-session.js';
import { forget, learn } from './lib/learn.js';
import type { Login } from './lib/login.js';
import { proveSession } from './lib/prove-session.js';
import { sessionEnd } from './lib/session-end.js';
import { settle } from './lib/settle.js';
import { withoutQuery } from './lib/visit.js';
import { onPage } from './lib/working.js';

/**
 * Saves what the site left, but only after it logged in again in a browser that knows nothing else. Closes the page.
 * @throws PageLost
 */
export async function saveSession(
  deps: LoginDeps,
  step: LoginRef & { readonly page: PageHandle },
): Promise<SaveResult> {
  const result = await onPage(deps, step, (login) => save(deps, login));
  await closePage(deps, step);
  return result;
}

async function save(deps: LoginDeps, login: Login): Promise<SaveResult> {
  const { live, network, ref, profile, scrub } = login;
  await settle(live.page, network, deps.patience.settleMs);
  const session = await exportSession(live);
  const proved = await proveSession(deps, login, session);
  if (proved === null) {
    await forget(deps, login);
    return { kind: 'not_kept', artefact: await leaveArtefact(deps, login) };
  }
  const end = sessionEnd(cookiesBefore(login), proved.session, deps.clock());
  const session_expires_at = end === null ? null : new Date(end).toISOString();
  await deps.vault.saveProfile({
    ...ref,
    ...proved.session,
    // As it is: where the next login looks first, and a masked address leads nowhere.
    post_login_url: withoutQuery(proved.url),
    session_expires_at,
    base_version: profile?.version ?? null,
  });
  await learn(deps, login, proved);
  return { kind: 'saved', post_login_url: scrub.url(proved.url), session_expires_at };
}

/** The cookies that are not of this login. Where nothing was typed, the session is the one that was there, and so are its cookies. */
const cookiesBefore = ({ profile, results }: Login): StorageState['cookies'] =>
  results.size === 0 ? [] : (profile?.storage_state.cookies ?? []);
