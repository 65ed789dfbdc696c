import type { Page } from 'playwright-core';
import type { StorageState } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { isOnlyOrigin, stateByPage, stateOf, tabStorageOf } from '../../browser/index.js';
import type { SessionStorage } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { Kept } from '../page-world/agent.js';
import { documentOf } from '../read/document/document-of.js';
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

/** What the main document of a page keeps, asked once for all that needs it; null where it does not answer. */
type Asked = Promise<Kept | null>;

const askKept = (page: Page): Asked =>
  documentOf(page.mainFrame())
    .then((document) => document.ask('kept'))
    .catch(() => null);

/** The whole state of a page's browser. */
const exportState = async (page: Page, asked: Asked): Promise<StorageState> =>
  (await stateOfOnlyOrigin(page, asked)) ?? stateOf(page.context());

/** The same, asked in a tenth of the time; null where there is more to it than cookies and the page's localStorage. */
async function stateOfOnlyOrigin(page: Page, asked: Asked): Promise<StorageState | null> {
  const browser = page.context();
  if (!isOnlyOrigin(browser, originOf(page))) return null;
  const [cookies, kept] = await Promise.all([browser.cookies(), asked]);
  if (kept === null || kept.hasDatabases || !isOnlyOrigin(browser, kept.origin)) return null;
  const localStorage = kept.local.map(([name, value]) => ({ name, value }));
  return {
    cookies: cookies as StorageState['cookies'],
    origins: localStorage.length === 0 ? [] : [{ origin: kept.origin, localStorage }],
  };
}

/** What a page's browser has now, all of it. */
export async function leftIn(context: LoginContext, { page }: { readonly page: Page }): Promise<Session> {
  const asked = askKept(page);
  const [storage_state, session_storage] = await context.race(
    Promise.all([exportState(page, asked), tabStorageIn(page, asked)]),
  );
  return { storage_state, session_storage };
}

/** The same, and what its tab keeps of places that it has left: an application that sent it on to its provider. */
export async function allLeftIn(context: LoginContext, { page }: { readonly page: Page }): Promise<Session> {
  const { storage_state, session_storage } = await leftIn(context, { page });
  return { storage_state, session_storage: { ...tabStorageOf(page.context()), ...session_storage } };
}

const originOf = (page: Page): string => (URL.canParse(page.url()) ? new URL(page.url()).origin : '');

/** What the documents of a page keep for as long as it is open. */
export const sessionStorageOf = (context: LoginContext, page: Page): Promise<SessionStorage | null> =>
  context.race(tabStorageIn(page, askKept(page)));

async function tabStorageIn(page: Page, asked: Asked): Promise<SessionStorage | null> {
  const main = page.mainFrame();
  const others = page.frames().filter((frame) => frame !== main);
  const found = await Promise.all([
    asked.then((kept) => (kept === null || kept.origin === 'null' ? null : tabEntryOf(kept))),
    ...others.map((frame) => frame.evaluate(readSessionStorage).catch(() => null)),
  ]);
  const entries = found.filter((entry) => entry !== null);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

const tabEntryOf = ({ origin, session }: Kept): [string, Record<string, string>] => [
  origin,
  Object.fromEntries(session),
];
