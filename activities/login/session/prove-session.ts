import type { Page } from 'playwright-core';
import type { LoginDeps } from '../deps.js';
import type { Login } from '../login.js';
import { documentOf } from '../read/document/live-document.js';
import { linesOf, type Observation } from '../read/observe.js';
import { exportState, type Session } from './export-session.js';
import { isTurnedAway, type Stranger, type Visit, visitAs, visitAsStranger, withoutQuery } from './visit.js';

/** A session that logs in, with what the site made of it on the way: some change it with every use. */
export interface ProvedSession {
  readonly session: Session;
  /** Where it led. */
  readonly url: string;
  /** Where it was opened. */
  readonly address: string;
  /** What somebody without it got there. */
  readonly stranger: Stranger;
}

/**
 * Opens where the login ended once with the session and once without, each in a browser that knows nothing else, and compares.
 * sessionStorage goes along only where the session does not log in without it.
 * @returns null when it does not log in
 */
export async function proveSession(deps: LoginDeps, login: Login, session: Session): Promise<ProvedSession | null> {
  const address = withoutQuery(login.live.page.url());
  const stranger = visitAsStranger(deps, login, address);
  const prove = async (state: Session): Promise<ProvedSession | null> =>
    visitAs(state, deps, login, address, async (visit) => {
      if (!(await isLoggedIn(visit, await stranger, login.live.page))) return null;
      const storage_state = await exportState(visit.context);
      return { session: { ...state, storage_state }, url: visit.page.url(), address, stranger: await stranger };
    });
  const [proved] = await Promise.all([prove({ ...session, session_storage: null }), stranger]);
  return proved ?? (session.session_storage === null ? null : prove(session));
}

/**
 * Nobody asks for a login, and what is shown is what only somebody logged in sees: it leads elsewhere than a stranger, shows a way to log
 * out that a stranger does not get, or words of the page behind the login that a stranger does not get.
 * @param behind the page behind the login, where it was made
 */
async function isLoggedIn({ page, look }: Visit, stranger: Stranger, behind: Page): Promise<boolean> {
  const showsSession = async ({ view, lines }: Observation): Promise<boolean> => {
    if (view.evidence.logout && !stranger.seen.view.evidence.logout) return true;
    const expected = linesOf((await (await documentOf(behind.mainFrame())).ask('glance')).text);
    return [...lines].some((line) => expected.has(line) && !stranger.seen.lines.has(line));
  };
  const seen = await look(async (now) => isTurnedAway(now) || (await showsSession(now)));
  if (isTurnedAway(seen)) return false;
  // Only at rest: an application may show its own address for a moment before it sends a stranger away.
  return withoutQuery(page.url()) !== withoutQuery(stranger.url) || showsSession(seen);
}
