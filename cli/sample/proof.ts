import type { OwnStorageState } from '../../client/index.js';
import { launchChromium } from '../../worker/launch-chromium.js';

/** What a page says to whoever has the session. */
export interface Proof {
  readonly url: string;
  readonly title: string;
  readonly greeting: string;
}

const PAGE_MS = 15_000;

/** Opens a page in a browser that was never there before, with nothing but the saved session. */
export async function seeWithSession(url: string, storageState: OwnStorageState): Promise<Proof> {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ storageState });
    const page = await context.newPage();
    await page.goto(url, { timeout: PAGE_MS });
    const greeting = (await page.locator('h1').first().textContent({ timeout: PAGE_MS })) ?? '';
    return { url: page.url(), title: await page.title(), greeting };
  } finally {
    await browser.close();
  }
}
