import type { LoginRef, PageHandle, SaveResult, StorageState } from '../../../contract/index.js';
import { closePage } from '../close-page.js';
import type { LoginContext, LoginRoom } from '../context.js';
import { leaveArtefact } from '../evidence/artefact.js';
import type { Login } from '../login.js';
import { settle } from '../read/settle.js';
import { forget, learn } from '../recipes/learn.js';
import { onPage } from '../with-heartbeat.js';
import { exportSession } from './export-session.js';
import { proveSession } from './prove-session.js';
import { sessionEnd } from './session-end.js';
import { withoutQuery } from './visit.js';

/**
 * Saves what the site left, but only after it logged in again in a browser that knows nothing else. Closes the page.
 * @throws PageLost
 */
export async function saveSession(
  room: LoginRoom,
  step: LoginRef & { readonly page: PageHandle },
): Promise<SaveResult> {
  const result = await onPage(room, step, (context, login) => save(context, login));
  await closePage(room, step);
  return result;
}

async function save(context: LoginContext, login: Login): Promise<SaveResult> {
  const { live, network, ref, profile, scrub } = login;
  await settle(context, live.page, network, context.timeouts.settleMs);
  const session = await exportSession(context, live);
  const proved = await proveSession(context, login, session);
  if (proved === null) {
    await forget(context, login);
    return { kind: 'not_kept', artefact: await leaveArtefact(context, login) };
  }
  const end = sessionEnd(cookiesBefore(login), proved.session, context.clock());
  const session_expires_at = end === null ? null : new Date(end).toISOString();
  await context.vault.saveProfile({
    ...ref,
    ...proved.session,
    // As it is: where the next login looks first, and a masked address leads nowhere.
    post_login_url: withoutQuery(proved.url),
    session_expires_at,
    base_version: profile?.version ?? null,
  });
  await learn(context, login, proved);
  return { kind: 'saved', post_login_url: scrub.url(proved.url), session_expires_at };
}

/** The cookies that are not of this login. Where nothing was typed, the session is the one that was there, and so are its cookies. */
const cookiesBefore = ({ profile, results }: Login): StorageState['cookies'] =>
  results.size === 0 ? [] : (profile?.storage_state.cookies ?? []);
