import type { Page } from 'playwright-core';
import { PageLost, PageTrouble } from '../../pages/index.js';

/**
 * Opens an address as far as the site's first answer.
 * @throws PageTrouble `network_error`, PageLost
 */
export async function goTo(page: Page, address: string, withinMs: number): Promise<void> {
  try {
    await page.goto(address, { waitUntil: 'commit', timeout: withinMs });
  } catch {
    if (page.isClosed()) throw new PageLost();
    // A page that goes on waiting for its document would answer nothing, not even its own closing.
    await page.goto('about:blank').catch(() => undefined);
    throw new PageTrouble('network_error');
  }
}
