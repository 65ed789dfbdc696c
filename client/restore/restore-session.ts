import { AgentAuthError } from '../../contract/errors/errors.js';
import type { ProfileSession } from '../../contract/profile/profile-session.js';
import { restoreOrigins } from '../../contract/profile/restore-origins.js';
import { restoreInTab } from '../../contract/profile/restore-tabs.js';
import { ofPlaywright } from './playwright.js';
import { ofPuppeteer } from './puppeteer.js';
import type { Browserlike, RestoreTarget } from './targets.js';

type Cookies = ProfileSession['storage_state']['cookies'];

/**
 * Puts a session into a browser that you drive: cookies, localStorage, IndexedDB, and sessionStorage, which each tab gets before the scripts of its
 * first page of an origin run. A cookie that the browser refuses is left out. What a site makes of it since stays as it is. Call it once for a context, before you open pages.
 *
 * @param target a `BrowserContext` of Playwright; a `BrowserContext`, `Page` or `Browser` (its default context) of Puppeteer
 * @param session from `profiles.session`
 * @throws AgentAuthError `browser_error` when the browser does not take it, `details.origins` says at which origins
 * @example
 * const session = await auth.profiles.session('work');
 * await restoreSession(context, session);
 */
export async function restoreSession(
  target: RestoreTarget,
  { storage_state, session_storage }: Pick<ProfileSession, 'storage_state' | 'session_storage'>,
): Promise<void> {
  const browser = 'addCookies' in target ? ofPlaywright(target) : ofPuppeteer(target);
  let failed: string[] = [];
  try {
    await addCookies(browser, storage_state.cookies);
    if (storage_state.origins.length > 0)
      failed = await browser.onBlankPage((page) => restoreOrigins(page, storage_state.origins));
    if (session_storage !== null) await browser.forEachTab((tab) => restoreInTab(tab, session_storage));
  } catch {
    // Errors of the library can quote what they were given.
    throw new AgentAuthError('browser_error');
  }
  if (failed.length > 0) throw new AgentAuthError('browser_error', { origins: failed });
}

/** All at once; where the browser refuses one of them, each alone, so that the others are there. */
async function addCookies({ addCookies: add }: Pick<Browserlike, 'addCookies'>, all: Cookies): Promise<void> {
  if (all.length === 0) return;
  try {
    await add(all);
  } catch (error) {
    const results = await Promise.allSettled(all.map((cookie) => add([cookie])));
    // A browser that accepts none of it cannot go on.
    if (results.every(({ status }) => status === 'rejected')) throw error;
  }
}
