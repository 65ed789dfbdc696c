import { AgentAuthError } from '../../contract/index.js';
import type { LoginRef, PageHandle } from '../../contract/steps.js';
import { type LivePage, PageLost, SafeError } from '../browser/index.js';
import { contextOf, type LoginContext, type LoginRoom, StepAborted } from './context.js';
import type { Login } from './login.js';

const HEARTBEAT_MS = 1_000;

/**
 * Runs a step of a login as the activity that runs now. While it runs, Temporal hears that it does, and that is also how the step hears
 * of a cancel; whatever waits in its context stops then. The step has ended when this has, and what it noted is written.
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

/** A step on a page, and which login it says it belongs to. */
export type PageStep = LoginRef & { readonly page: PageHandle };

/**
 * Runs a step on the page of a login, after the steps before it. A page that another login opened is not there for this one: its handle
 * stands in history, and whoever read it there would have the secrets of one agent typed on the page of another. An aborted step leaves
 * its page to whoever aborted it; one whose time is over has a page that does not answer, which is closed.
 * @param run told by `awaited` that another step waits for its end
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
    const running = room.pages.use(step.page.page_id, (live, awaited) => {
      context.signal.throwIfAborted();
      return unlessClosed(live, run(context, login, awaited));
    });
    try {
      return await context.openLate(running, () => Promise.resolve());
    } catch (error) {
      if (error instanceof StepAborted && error.reason === 'time_out') await context.pages.close(step.page.page_id);
      throw error;
    }
  });

/** The login whose page it is; null where the page is gone, or of another login than the step. */
export function loginOf({ pages, logins }: LoginRoom, { page, invocation_id, auth_agent_id }: PageStep): Login | null {
  const live = pages.find(page.page_id);
  const login = live === undefined ? undefined : logins.get(live);
  const owns = login?.ref.invocation_id === invocation_id && login.ref.auth_agent_id === auth_agent_id;
  return owns ? login : null;
}

/** What fails because its page was closed under its hands has lost the page, whatever the browser calls it. */
export async function unlessClosed<T>({ page }: LivePage, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isOurs = error instanceof SafeError || error instanceof AgentAuthError;
    throw !isOurs && page.isClosed() ? new PageLost() : error;
  }
}
