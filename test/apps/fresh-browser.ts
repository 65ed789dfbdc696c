import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { needTool } from '../../worker/need-tool.js';
import type { RunningApp } from './app.js';

/** A browser that has nothing to do with the worker: an automation of the user's. */
export async function launchBrowser(): Promise<Browser> {
  const { path, args, env, sandbox } = await needTool('chromium');
  return chromium.launch({
    executablePath: path,
    args,
    env: { ...process.env, ...env } as Record<string, string>,
    chromiumSandbox: sandbox,
  });
}

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
  const context = await browser.newContext({ storageState });
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
