import type { BrowserContext } from 'playwright-core';
import type { SessionState } from '../../pages/index.js';
import type { LoginDeps } from '../deps.js';
import { exportState, type Session } from './export-session.js';
import { goTo } from './go-to.js';
import type { Login } from './login.js';
import { NetworkWatch } from './network-watch.js';
import { type Observation, observe } from './observe.js';
import { asksForLogin } from './seen-page.js';
import { settle } from './settle.js';

/** A session that logs in, with what the site made of it on the way: some change it with every use. */
export interface ProvedSession {
  readonly session: Session;
  /** Where it led. */
  readonly url: string;
}

/** What a page shows to somebody. */
interface Visit {
  readonly url: string;
  readonly seen: Observation;
  readonly lines: ReadonlySet<string>;
}

/**
 * Opens where the login ended once with the session and once without, each in a browser that knows nothing else, and compares.
 * sessionStorage goes along only where the session does not log in without it.
 * @returns null when it does not log in
 */
export async function proveSession(deps: LoginDeps, login: Login, session: Session): Promise<ProvedSession | null> {
  const { page } = login.live;
  const here: Visit = {
    url: page.url(),
    seen: await observe(page, login.network),
    lines: await linesOf(login.live.context),
  };
  const address = withoutQuery(page.url());
  const withoutSessionStorage = { ...session, session_storage: null };
  const [stranger, known] = await Promise.all([
    visit(deps, login, null, address),
    visit(deps, login, withoutSessionStorage, address),
  ]);
  if (isLoggedIn(known, stranger, here)) return known.proved;
  if (session.session_storage === null) return null;
  const complete = await visit(deps, login, session, address);
  return isLoggedIn(complete, stranger, here) ? complete.proved : null;
}

const withoutQuery = (address: string): string => {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
};

async function visit(
  deps: LoginDeps,
  login: Login,
  state: SessionState | null,
  address: string,
): Promise<Visit & { readonly proved: ProvedSession }> {
  const context = await deps.pages.context({ domain: login.grant.domain, state });
  try {
    const network = new NetworkWatch(context, deps.clock);
    const page = await context.newPage();
    await goTo(page, address, deps.patience.openMs);
    await settle(page, network, deps.patience.settleMs);
    const seen = await observe(page, network);
    const url = page.url();
    const session = {
      storage_state: await exportState(context),
      session_storage: state?.session_storage ?? null,
    };
    return { url, seen, lines: await linesOf(context), proved: { session, url } };
  } finally {
    await context.close();
  }
}

/** The lines that a page shows. */
async function linesOf(context: BrowserContext): Promise<Set<string>> {
  const page = context.pages().at(-1);
  // biome-ignore lint/performance/useDomNodeTextContent: only what is rendered counts
  const text = (await page?.evaluate(() => document.body?.innerText ?? '')) ?? '';
  return new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
}

/**
 * No login is asked for, and what is shown is what only somebody logged in sees: it led elsewhere than a stranger, or to a login that
 * a stranger is asked for, or it shows a way to log out or words of the page behind the login that a stranger does not get.
 */
function isLoggedIn(known: Visit, stranger: Visit, here: Visit): boolean {
  if (asksForLogin(known.seen.view) || (known.seen.status ?? 200) >= 400) return false;
  if (asksForLogin(stranger.seen.view) || (stranger.seen.status ?? 200) >= 400) return true;
  if (withoutQuery(known.url) !== withoutQuery(stranger.url)) return true;
  if (known.seen.view.evidence.logout && !stranger.seen.view.evidence.logout) return true;
  return [...known.lines].some((line) => here.lines.has(line) && !stranger.lines.has(line));
}
