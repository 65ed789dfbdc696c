import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { isLoopback } from '../../contract/address/host.js';
import { siteAt, siteOf } from '../../contract/address/site.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { collectStorage } from '../../contract/page-world/storage.js';

/** What is read out of a browser: cookies of one site, and what its open tabs keep. */
interface ChromiumSession {
  readonly cookies: readonly object[];
  readonly origins: readonly object[];
}

/** @throws AgentAuthError `invalid_input` */
function checkAddress(address: string): void {
  const expected = 'the address of a Chromium on this machine, such as http://127.0.0.1:9222';
  if (!URL.canParse(address) || !isLoopback(new URL(address).hostname))
    throw new AgentAuthError('invalid_input', { option: '--cdp', expected });
}

/** A database that is being upgraded, or deleted, keeps whoever opens it waiting. Ms. */
const DATABASES_MS = 10_000;

interface Stored {
  readonly localStorage: readonly object[];
  readonly indexedDB?: readonly object[];
}

/** What a tab's origin keeps; without its databases, where those can't be read. */
async function storageOf(tab: Page): Promise<Stored> {
  const all: Promise<Stored> = tab.evaluate(`(${collectStorage})()`);
  const late = sleep(DATABASES_MS, null, { ref: false });
  const stored = await Promise.race([all, late]).catch(() => null);
  if (stored !== null) return stored;
  const items = await tab.evaluate('Object.entries(localStorage)').catch(() => []);
  return { localStorage: (items as [string, string][]).map(([name, value]) => ({ name, value })) };
}

const isEmpty = ({ localStorage, indexedDB = [] }: Stored): boolean => localStorage.length + indexedDB.length === 0;

/**
 * Reads one site's session out of a Chromium that its user has started with `--remote-debugging-port`. Opens no page there; what tabs keep is
 * read of those that are open.
 * @throws AgentAuthError `invalid_input`
 */
export async function readChromium(address: string, site: string): Promise<ChromiumSession> {
  checkAddress(address);
  const { chromium } = await import('playwright-core');
  const browser = await chromium.connectOverCDP(address, { timeout: 10_000 }).catch(() => {
    const expected = 'a running Chromium: start it with --remote-debugging-port=9222 and --user-data-dir';
    throw new AgentAuthError('invalid_input', { option: '--cdp', expected });
  });
  try {
    const contexts = browser.contexts();
    const cookies = (await Promise.all(contexts.map((context) => context.cookies()))).flat();
    const tabs = contexts.flatMap((context) => context.pages()).filter((page) => siteAt(page.url()) === site);
    const origins = new Map<string, object>();
    for (const tab of tabs) {
      const { origin } = new URL(tab.url());
      const stored = origins.has(origin) ? null : await storageOf(tab);
      if (stored !== null && !isEmpty(stored)) origins.set(origin, { origin, ...stored });
    }
    return { cookies: cookies.filter(({ domain }) => siteOf(domain) === site), origins: [...origins.values()] };
  } catch {
    // Errors of the library can quote what they were given.
    throw new AgentAuthError('invalid_input', { option: '--cdp', expected: 'a Chromium that goes on running' });
  } finally {
    // Ends the connection only.
    await browser.close().catch(() => undefined);
  }
}
