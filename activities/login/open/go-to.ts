import type { Page } from 'playwright-core';
import { asTrouble, isUnreachable, type LoginWire, PageLost, PageTrouble } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import { worldOf } from '../read/document/isolated-world.js';

/** The page itself went elsewhere at that moment, as one that redirects after some seconds. It does so once. */
const INTERRUPTED = /interrupted by another navigation|net::ERR_ABORTED/;

/**
 * Opens an address and waits for the site's first response.
 * @param wire of the login, which knows why a connection failed
 * @throws PageTrouble `network_error`, or `website_error` where it leads in a circle; PageLost, StepAborted
 */
export async function goTo(context: LoginContext, page: Page, address: string, wire?: LoginWire): Promise<void> {
  const { signal, timeouts } = context;
  // Before it leaves: the code that reads the page is compiled while the site answers. If that fails, the first read of the page throws.
  await context.race(worldOf(page).catch(() => undefined));
  const open = () => page.goto(address, { waitUntil: 'commit', timeout: timeouts.openMs, signal });
  const openAgain = (error: unknown) => {
    if (signal.aborted || page.isClosed() || !INTERRUPTED.test(String(error))) throw error;
    return open();
  };
  try {
    await context.race(open().catch(openAgain));
  } catch (error) {
    signal.throwIfAborted();
    if (page.isClosed()) throw new PageLost();
    const trouble = asTrouble(error);
    // A page that still waits for its document answers no call, not even one that closes it.
    await context.race(page.goto('about:blank', { signal }).catch(() => undefined));
    const type = isUnreachable(trouble) ? trouble.type : 'network_error';
    const seen = trouble instanceof PageTrouble ? trouble.why : 'other';
    const cause = wire?.gate?.failureAt(address) ?? seen;
    context.note({ stage: 'open', rule: 'reached', reason: 'unreachable', facts: { cause } });
    throw new PageTrouble(type, cause);
  }
}
