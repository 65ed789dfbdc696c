import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { documentOf } from '../read/document/live-document.js';
import { linesOf, type Observation } from '../read/observe.js';
import { exportState, ownOf, type Session } from './export-session.js';
import { isTurnedAway, type Stranger, type Visit, visitAs, visitAsStranger, withoutQuery } from './visit.js';

/** A session that was shown to work, as it was after the proof: some sites change it with every use. */
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
export async function proveSession(
  context: LoginContext,
  login: Login,
  session: Session,
): Promise<ProvedSession | null> {
  const address = withoutQuery(login.live.page.url());
  const stranger = visitAsStranger(context, login, address);
  const prove = async (state: Session): Promise<ProvedSession | null> =>
    visitAs(context, state, login, address, async (visit) => {
      if (!(await isLoggedIn(context, visit, await context.race(stranger), login.live.page))) return null;
      const storage_state = await exportState(context, visit.browser);
      return {
        session: await ownOf(context, login.ref, { ...state, storage_state }),
        url: visit.page.url(),
        address,
        stranger: await context.race(stranger),
      };
    });
  const [proved] = await context.race(Promise.all([prove({ ...session, session_storage: null }), stranger]));
  return proved ?? (session.session_storage === null ? null : prove(session));
}

/**
 * Whether the page asks for no login and shows what only a logged-in user sees. Compared with a browser without the session, it leads
 * to another address, offers to log out, or shows text of the page behind the login.
 * @param behind the page behind the login, where it was made
 */
async function isLoggedIn(
  context: LoginContext,
  { page, look }: Visit,
  stranger: Stranger,
  behind: Page,
): Promise<boolean> {
  const showsSession = async ({ view, lines }: Observation): Promise<boolean> => {
    if (view.evidence.logout && !stranger.seen.view.evidence.logout) return true;
    const document = await context.race(documentOf(behind.mainFrame()));
    const expected = linesOf((await context.race(document.ask('glance'))).text);
    return [...lines].some((line) => expected.has(line) && !stranger.seen.lines.has(line));
  };
  const seen = await context.race(look(async (now) => isTurnedAway(now) || (await context.race(showsSession(now)))));
  if (isTurnedAway(seen)) return false;
  // Only at rest: an application may show its own address for a moment before it sends a stranger away.
  return withoutQuery(page.url()) !== withoutQuery(stranger.url) || showsSession(seen);
}
