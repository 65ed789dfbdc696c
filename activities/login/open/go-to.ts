import type { Page } from 'playwright-core';
import { PageLost, PageTrouble } from '../../browser/index.js';
import { worldOf } from '../read/document/isolated-world.js';

/**
 * Opens an address as far as the site's first answer.
 * @throws PageTrouble `network_error`, PageLost
 */
export async function goTo(page: Page, address: string, withinMs: number): Promise<void> {
  // What will read the page gets ready meanwhile; where that fails, whoever asks the page first hears of it.
  void worldOf(page).catch(() => undefined);
  try {
    await page.goto(address, { waitUntil: 'commit', timeout: withinMs });
  } catch {
    if (page.isClosed()) throw new PageLost();
    // A page that goes on waiting for its document would answer nothing, not even its own closing.
    await page.goto('about:blank').catch(() => undefined);
    throw new PageTrouble('network_error');
  }
}
