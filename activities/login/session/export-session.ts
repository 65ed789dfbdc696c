import type { Page } from 'playwright-core';
import type { StorageState } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { isOnlyOrigin, stateByPage, stateOf, tabStorageOf } from '../../browser/index.js';
import type { SessionStorage } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { Kept } from '../page-world/agent.js';
import { documentOf } from '../read/document/live-document.js';
import { readSessionStorage } from './page-world/read-session-storage.js';

export interface Session {
  readonly storage_state: StorageState;
  readonly session_storage: SessionStorage | null;
}

/** What of the session of a page that was stopped may be saved: nothing of sites that other agents of the profile name. */
export async function exportStopped(
  context: LoginContext,
  { live, ref }: Login,
  session_storage: SessionStorage | null,
): Promise<Session> {
  return ownOf(context, ref, { storage_state: await context.race(stateByPage(live.page)), session_storage });
}

/** What of a session may be saved. That something was left out is written down. */
export async function ownOf(context: LoginContext, ref: LoginRef, session: Session): Promise<Session> {
  const { session: own, others } = await context.vault.ownSession(ref, session);
  if (others > 0) {
    const facts = { sites: Math.min(others, MAX_COUNT) };
    context.note({ stage: 'session', rule: 'left_out', reason: 'others_site', facts });
  }
  return own;
}

const MAX_COUNT = 999;

/** The whole state of a page's browser. */
export const exportState = (context: LoginContext, page: Page): Promise<StorageState> =>
  context.race(stateOfOnlyOrigin(page).then((state) => state ?? stateOf(page.context())));

/** The same, asked in a tenth of the time; null where there is more to it than cookies and the page's localStorage. */
async function stateOfOnlyOrigin(page: Page): Promise<StorageState | null> {
  const browser = page.context();
  if (!isOnlyOrigin(browser, originOf(page))) return null;
  const document = await documentOf(page.mainFrame()).catch(() => null);
  const [cookies, kept] = await Promise.all([browser.cookies(), document?.ask('kept').catch(() => null)]);
  if (!kept || kept.hasDatabases || !isOnlyOrigin(browser, kept.origin)) return null;
  const localStorage = kept.local.map(([name, value]) => ({ name, value }));
  return {
    cookies: cookies as StorageState['cookies'],
    origins: localStorage.length === 0 ? [] : [{ origin: kept.origin, localStorage }],
  };
}

/** What a page's browser has now, all of it. */
export async function leftIn(context: LoginContext, { page }: { readonly page: Page }): Promise<Session> {
  const [storage_state, session_storage] = await Promise.all([
    exportState(context, page),
    sessionStorageOf(context, page),
  ]);
  return { storage_state, session_storage };
}

const originOf = (page: Page): string => (URL.canParse(page.url()) ? new URL(page.url()).origin : '');

/** The same, and what its tab keeps of places that it has left: an application that sent it on to its provider. */
export const allSessionStorageOf = async (context: LoginContext, page: Page): Promise<SessionStorage> => ({
  ...tabStorageOf(page.context()),
  ...(await sessionStorageOf(context, page)),
});

/** What the documents of a page keep for as long as it is open. */
export async function sessionStorageOf(context: LoginContext, page: Page): Promise<SessionStorage | null> {
  const main = page.mainFrame();
  const others = page.frames().filter((frame) => frame !== main);
  const found = await context.race(
    Promise.all([
      // It has our code already, and Playwright's own mostly not.
      documentOf(main)
        .then((document) => document.ask('kept'))
        .then(tabEntryOf)
        .catch(() => null),
      ...others.map((frame) => frame.evaluate(readSessionStorage).catch(() => null)),
    ]),
  );
  const entries = found.filter((entry) => entry !== null);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

const tabEntryOf = ({ origin, session }: Kept): [string, Record<string, string>] | null =>
  origin === 'null' ? null : [origin, Object.fromEntries(session)];
