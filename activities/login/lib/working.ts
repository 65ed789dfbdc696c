import type { LoginRef, PageHandle } from '../../../contract/index.js';
import { PageLost } from '../../pages/index.js';
import type { LoginDeps } from '../deps.js';
import type { Login } from './login.js';

const HEARTBEAT_MS = 3_000;

/** Runs the work of an activity: heartbeats while it runs, and stops waiting for it when Temporal says so. */
export async function working<T>(deps: LoginDeps, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { heartbeat, signal } = deps.activity();
  signal.throwIfAborted();
  const timer = setInterval(heartbeat, HEARTBEAT_MS);
  try {
    return await work(signal);
  } finally {
    clearInterval(timer);
  }
}

/** A step on a page, and which login it says it belongs to. */
export type PageStep = LoginRef & { readonly page: PageHandle };

/**
 * Runs a step on the page of a login. A page that another login opened is not there for this one: its handle stands in history, and
 * whoever read it there would have the secrets of one agent typed on the page of another.
 * @param run told by `signal` to stop, by `awaited` that another step waits for its end
 * @throws PageLost
 */
export const onPage = <T>(
  deps: LoginDeps,
  step: PageStep,
  run: (login: Login, signal: AbortSignal, awaited: AbortSignal) => Promise<T>,
): Promise<T> =>
  working(deps, async (signal) => {
    const login = loginOf(deps, step);
    if (login === null) throw new PageLost();
    return deps.pages.use(step.page.page_id, (_live, awaited) => {
      signal.throwIfAborted();
      return run(login, signal, awaited);
    });
  });

/** The login whose page it is; null where the page is gone, or of another login than the step. */
export function loginOf({ pages, logins }: LoginDeps, { page, invocation_id, auth_agent_id }: PageStep): Login | null {
  const live = pages.find(page.page_id);
  const login = live === undefined ? undefined : logins.get(live);
  const owns = login?.ref.invocation_id === invocation_id && login.ref.auth_agent_id === auth_agent_id;
  return owns ? login : null;
}
