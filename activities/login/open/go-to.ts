import type { Page } from 'playwright-core';
import { PageLost, PageTrouble } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import { worldOf } from '../read/document/isolated-world.js';

/**
 * Opens an address and waits for the site's first response.
 * @throws PageTrouble `network_error`, PageLost, StepAborted
 */
export async function goTo(context: LoginContext, page: Page, address: string): Promise<void> {
  const { signal, timeouts } = context;
  // The code that reads the page is prepared meanwhile. If that fails, the first read of the page throws.
  void worldOf(page).catch(() => undefined);
  try {
    await context.race(page.goto(address, { waitUntil: 'commit', timeout: timeouts.openMs, signal }));
  } catch {
    signal.throwIfAborted();
    if (page.isClosed()) throw new PageLost();
    // A page that still waits for its document answers no call, not even one that closes it.
    await context.race(page.goto('about:blank', { signal }).catch(() => undefined));
    throw new PageTrouble('network_error');
  }
}
