import type { Page } from 'playwright-core';
import { PageLost, PageTrouble } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import { worldOf } from '../read/document/isolated-world.js';

/**
 * Opens an address as far as the site's first answer.
 * @throws PageTrouble `network_error`, PageLost, StepAborted
 */
export async function goTo(context: LoginContext, page: Page, address: string): Promise<void> {
  const { signal, timeouts } = context;
  // What will read the page gets ready meanwhile; where that fails, whoever asks the page first hears of it.
  void worldOf(page).catch(() => undefined);
  try {
    await context.race(page.goto(address, { waitUntil: 'commit', timeout: timeouts.openMs, signal }));
  } catch {
    signal.throwIfAborted();
    if (page.isClosed()) throw new PageLost();
    // A page that goes on waiting for its document would answer nothing, not even its own closing.
    await context.race(page.goto('about:blank', { signal }).catch(() => undefined));
    throw new PageTrouble('network_error');
  }
}
