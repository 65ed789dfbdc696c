import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asTrouble } from '../../../activities/browser/index.js';
import { launchChromium } from '../../../worker/launch-chromium.js';
import { listenOnLoopback } from '../../sites/sample/listen.js';
import { variants } from '../../support/variants.js';

let browser: Browser;
let context: BrowserContext;
let page: Page;
beforeEach(async () => {
  browser = await launchChromium();
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(() => browser.close());

/** What a call that fails comes to. */
const typeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no error',
    (error) => {
      const trouble = asTrouble(error);
      return 'type' in trouble ? trouble.type : trouble.code;
    },
  );

/** Waits for something that never comes, by either way in which pages are asked. */
async function hanging(): Promise<readonly [Promise<string>, Promise<string>]> {
  const session = await context.newCDPSession(page);
  const asked = session.send('Runtime.evaluate', { expression: 'new Promise(() => {})', awaitPromise: true });
  return [typeOf(page.evaluate('new Promise(() => {})')), typeOf(asked)];
}

describe('what Chromium throws', () => {
  it('at a page that is closed, before and in the middle of a call, is a lost page', async () => {
    const calls = await hanging();
    await page.close();
    expect(await Promise.all([...calls, typeOf(page.evaluate('1'))])).toEqual(Array(3).fill('PageLost'));
    await context.close();
    expect(await Promise.all([typeOf(context.newPage()), typeOf(context.storageState())])).toEqual(
      Array(2).fill('PageLost'),
    );
  });

  it('at a page that crashes is a lost page', async () => {
    const [evaluated, asked] = await hanging();
    await page.goto('chrome://crash').catch(() => undefined);
    expect(await Promise.all([evaluated, typeOf(page.evaluate('1'))])).toEqual(['PageLost', 'PageLost']);
    // Chromium never answers a session of a page that crashed; `Pages` closes it.
    await context.close();
    expect(await asked).toBe('PageLost');
  });

  it('at an address that does not answer is trouble of the network', async () => {
    const silent = await listenOnLoopback(() => undefined, 0);
    const closed = await listenOnLoopback(() => undefined, 0);
    await closed.close();
    const visit = (port: number) => typeOf(page.goto(`http://127.0.0.1:${port}/`, { timeout: 500 }));
    expect([await visit(silent.port), await visit(closed.port)]).toEqual(['network_error', 'network_error']);
    await page.close();
    await silent.close();
  });

  it('at an element that is not there, not alone, or gone, is a missing element', async () => {
    await page.setContent('<input id="a"><input id="b">');
    const gone = await page.$('#a');
    await page.evaluate(() => document.querySelector('#a')?.remove());
    await page.setContent('<input><input>');
    const soon = { timeout: 200 };
    expect([
      await typeOf(page.fill('#c', 'hunter2', soon)),
      await typeOf(page.locator('input').fill('hunter2', soon)),
      await typeOf(gone?.click(soon) ?? Promise.resolve()),
    ]).toEqual(Array(3).fill('element_not_found'));
  });

  it.each(
    variants(1, [
      'Target page, context or browser has been closed',
      'Target crashed',
      'net::ERR_FAILED',
      'Frame was detached',
    ] as const),
  )('because a page threw "%s" is not what it says', async (words) => {
    expect(await typeOf(page.evaluate((said) => Promise.reject(new Error(said)), words))).toBe('browser_error');
  });
});
