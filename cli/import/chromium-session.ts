import { isLoopback } from '../../contract/address/host.js';
import { siteAt, siteOf } from '../../contract/address/site.js';
import { AgentAuthError } from '../../contract/errors/errors.js';

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
      const state = await tab.evaluate('Object.entries(localStorage)').catch(() => []);
      const entries = (state as [string, string][]).map(([name, value]) => ({ name, value }));
      if (entries.length > 0) origins.set(origin, { origin, localStorage: entries });
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
