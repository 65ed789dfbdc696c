import type { PageHandle } from '../../contract/index.js';
import { type LivePage, PageLost } from '../browser/index.js';
import type { LoginDeps } from './deps.js';
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

/**
 * Runs a step on the page of a login.
 * @param step told by `signal` to stop, by `awaited` that another step waits for its end
 * @throws PageLost
 */
export const onPage = <T>(
  deps: LoginDeps,
  handle: PageHandle,
  step: (login: Login, signal: AbortSignal, awaited: AbortSignal) => Promise<T>,
): Promise<T> =>
  working(deps, (signal) =>
    deps.pages.use(handle.page_id, (live, awaited) => {
      signal.throwIfAborted();
      return step(loginOf(deps, live), signal, awaited);
    }),
  );

function loginOf(deps: LoginDeps, live: LivePage): Login {
  const login = deps.logins.get(live);
  if (login === undefined) throw new PageLost();
  return login;
}
