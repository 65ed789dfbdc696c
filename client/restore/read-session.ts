import { AgentAuthError } from '../../contract/errors/errors.js';
import type { StorageState } from '../../contract/profile/profile.js';
import type { ProfileSession } from '../../contract/profile/profile-session.js';
import type { OwnSession } from '../profiles.js';
import { pause } from '../temporal/pause.js';
import { ofPlaywright } from './playwright.js';
import { ofPuppeteer } from './puppeteer.js';
import type { RestoreTarget, TabToRead } from './targets.js';

type Given = Pick<ProfileSession, 'storage_state' | 'session_storage'>;
type Cookie = StorageState['cookies'][number];

/** A tab that does not answer says nothing. */
const TAB_MS = 2_000;

/**
 * What a browser that you drive holds now, to be given to `profiles.save`: cookies, localStorage, IndexedDB, and the sessionStorage of its open tabs.
 *
 * @param target what the session was restored to: a `BrowserContext` of Playwright; a `BrowserContext`, `Page` or `Browser` of Puppeteer
 * @param session as it was restored
 * @throws AgentAuthError `browser_error` when the browser does not say it
 * @example
 * const session = await auth.profiles.session('work');
 * await restoreSession(context, session);
 * await auth.profiles.save('work', await readSession(context, session));
 */
export async function readSession<Session extends Given>(
  target: RestoreTarget,
  session: Session,
): Promise<Session & Pick<OwnSession, 'storage_state' | 'session_storage'>> {
  const browser = 'addCookies' in target ? ofPlaywright(target) : ofPuppeteer(target);
  const { cookies: given, origins: before } = session.storage_state;
  try {
    const tabs = await Promise.all((await browser.tabs()).map(readTab));
    const session_storage: Record<string, Record<string, string>> = {};
    for (const [origin, items] of tabs.flat()) session_storage[origin] = { ...session_storage[origin], ...items };
    const at = [...new Set([...before.map(({ origin }) => origin), ...Object.keys(session_storage)])];
    const { cookies, origins, unread } = await browser.read(at);
    const kept = before.filter(({ origin }) => unread.includes(origin));
    const storage_state = {
      cookies: cookies.map((cookie) => given.find((one) => isSame(one, cookie)) ?? cookie),
      // All databases of an origin are named: if there are none, none are left.
      origins: [...origins.map((origin) => ({ ...origin, indexedDB: origin.indexedDB ?? [] })), ...kept],
    };
    return { ...session, storage_state: storage_state as OwnSession['storage_state'], session_storage };
  } catch {
    // Errors of the library can quote what is in a page.
    throw new AgentAuthError('browser_error');
  }
}

type TabItems = readonly (readonly [string, Record<string, string>])[];

function readTab(tab: TabToRead): Promise<TabItems> {
  if (!/^https?:/.test(tab.url())) return Promise.resolve([]);
  const reading = tab.evaluate('[[location.origin, { ...sessionStorage }]]').catch(() => []) as Promise<TabItems>;
  return Promise.race([reading, pause(TAB_MS).then(() => [])]);
}

/** As it was given, whatever else a library says of it. How long it lives is told in fractions of a second by some. */
const isSame = (one: Cookie, other: Cookie): boolean =>
  one.name === other.name &&
  one.domain === other.domain &&
  one.path === other.path &&
  (one.partitionKey ?? null) === (other.partitionKey ?? null) &&
  one.value === other.value &&
  Math.abs(one.expires - other.expires) < 1;
