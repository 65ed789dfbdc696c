import { chromium } from 'playwright-core';
import type { OwnStorageState } from '../../client/index.js';
import { needTool } from '../../worker/need-tool.js';

/** What a page says to whoever has the session. */
export interface Proof {
  readonly url: string;
  readonly title: string;
  readonly greeting: string;
}

const PAGE_MS = 15_000;

const definedEnv = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Opens a page in a browser that was never there before, with nothing but the saved session. */
export async function seeWithSession(url: string, storageState: OwnStorageState): Promise<Proof> {
  const tool = await needTool('chromium');
  const browser = await chromium.launch({
    executablePath: tool.path,
    args: [...tool.args],
    env: { ...definedEnv(), ...tool.env },
    chromiumSandbox: tool.sandbox,
  });
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
