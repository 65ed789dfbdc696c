import { AgentAuthError } from '../../contract/index.js';
import type { LoginRef, PageHandle } from '../../contract/steps.js';
import { type LivePage, PageLost, PageTrouble, SafeError } from '../browser/index.js';
import { contextOf, type LoginContext, type LoginRoom, StepAborted } from './context.js';
import { noteQuestion } from './fill/asking.js';
import type { Login } from './login.js';
import { sameGrant } from './same-grant.js';

const HEARTBEAT_MS = 1_000;

/**
 * Runs a step of a login in the current activity and sends heartbeats meanwhile, by which the step also learns of a cancel: everything
 * that waits in its context stops then. When this returns, the step has ended and its trace is written.
 * @throws StepAborted, and what the work throws
 */
export async function withHeartbeat<T>(
  room: LoginRoom,
  ref: LoginRef,
  work: (context: LoginContext) => Promise<T>,
): Promise<T> {
  const hooks = room.activity();
  const { context, end } = contextOf(room, hooks, ref);
  const timer = setInterval(() => hooks.heartbeat(), HEARTBEAT_MS);
  try {
    context.signal.throwIfAborted();
    return await work(context);
  } finally {
    clearInterval(timer);
    await end();
  }
}

/** A step on a page, with the login that it claims to belong to. */
export type PageStep = LoginRef & {
  readonly page: PageHandle;
  readonly question?: number;
  /** It saves what the login has proven. */
  readonly saves?: true;
};

/**
 * Runs a step on the page of a login, after the steps before it. A page of another login counts as lost: handles of pages can be read in
 * history, and with one the secrets of one agent could be typed on the page of another. So does one whose grant has changed. A canceled step leaves closing the page to its
 * workflow; when a step runs out of time, its page does not answer and is closed.
 * @param run its `awaited` aborts when another step waits
 * @throws PageLost, StepAborted
 */
export const onPage = <T>(
  room: LoginRoom,
  step: PageStep,
  run: (context: LoginContext, login: Login, awaited: AbortSignal) => Promise<T>,
): Promise<T> =>
  withHeartbeat(room, step, async (context) => {
    const login = loginOf(room, step);
    if (login === null) throw new PageLost();
    const running = room.pages.use(step.page.page_id, async (live, awaited) => {
      context.signal.throwIfAborted();
      await checkGrant(context, login, step.saves === true);
      const result = await unlessClosed(live, run(context, login, awaited));
      await noteQuestion(context, login, step.question);
      return result;
    });
    try {
      return await context.toItsEnd(running);
    } catch (error) {
      if (error instanceof StepAborted && error.reason === 'time_out') await context.pages.close(step.page.page_id);
      const isUnreachable = error instanceof PageTrouble && error.type === 'network_error';
      if (isUnreachable && login.live.wire.gate?.fault) throw new PageTrouble('proxy_unavailable');
      throw error;
    }
  });

/** The login that the page belongs to; null when the page is gone or belongs to another login than the step. */
export function loginOf({ pages, logins }: LoginRoom, { page, invocation_id, auth_agent_id }: PageStep): Login | null {
  const live = pages.find(page.page_id);
  const login = live === undefined ? undefined : logins.get(live);
  const owns = login?.ref.invocation_id === invocation_id && login.ref.auth_agent_id === auth_agent_id;
  return owns ? login : null;
}

/**
 * A page was opened by a grant, with a session. When either has changed, or the login has ended, the page is closed: the login opens another one by the
 * grant of now. What it has logged in to by itself is saved all the same: that is newer than what was put in the place of the session.
 * @throws PageLost
 */
async function checkGrant(context: LoginContext, { ref, live, grant, typed }: Login, saves: boolean): Promise<void> {
  try {
    const now = await context.vault.grantFor(ref);
    if (sameGrant(now, grant) && (now.session === grant.session || (saves && typed))) return;
  } catch (error) {
    if (!(error instanceof AgentAuthError) || error.code === 'vault_unavailable') throw error;
  }
  await context.pages.close(live.id);
  throw new PageLost();
}

/** A step whose page was closed while it ran has lost the page, whatever error the browser threw. */
export async function unlessClosed<T>(live: LivePage, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isOurs = error instanceof SafeError || error instanceof AgentAuthError;
    throw !isOurs && live.page.isClosed() ? new PageLost() : error;
  }
}
