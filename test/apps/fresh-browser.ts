import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { RunningApp } from './app.js';

/**
 * Whether a browser that knows nothing but a saved session is logged in.
 * @throws Error when the page shows neither what somebody logged in sees nor what a stranger sees
 */
export async function isSignedIn(
  browser: Browser,
  origin: string,
  { path, signedIn, signedOut }: RunningApp['home'],
  storageState: NonNullable<BrowserContextOptions['storageState']>,
): Promise<boolean> {
  // Without a locale in the environment Chromium calls its language `en-US@posix`, which scripts refuse as a language tag (BCP 47).
  const context = await browser.newContext({ storageState, locale: 'en-US' });
  try {
    const page = await context.newPage();
    await page.goto(`${origin}${path}`);
    const yes = page.locator(signedIn).filter({ visible: true });
    const no = page.locator(signedOut).filter({ visible: true });
    await yes.or(no).first().waitFor();
    return (await yes.count()) > 0;
  } finally {
    await context.close();
  }
}
