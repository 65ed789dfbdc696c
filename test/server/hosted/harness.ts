import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { builtFile } from '../../../worker/built-file.js';
import { launchChromium } from '../../../worker/launch-chromium.js';
import { FakeApi } from './fake-api.js';

export interface Hosted {
  readonly api: FakeApi;
  /** A page in a browser context of its own, closed after the test. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>;
  /** What went wrong in the pages of this test: errors, refusals of the CSP, requests to other hosts. */
  readonly complaints: string[];
}

/** The page as it is built, its scripted server, and one Chromium a file. */
export function hostedPage(): Hosted {
  const complaints: string[] = [];
  const pages: Page[] = [];
  let browser: Browser;
  let api: FakeApi;

  beforeAll(async () => {
    api = await FakeApi.start(builtFile('server', 'hosted'));
    browser = await launchChromium();
  });
  beforeEach(() => {
    api.reset();
    complaints.length = 0;
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
  });

  return {
    get api() {
      return api;
    },
    complaints,
    async open(address, options = {}) {
      const context = await browser.newContext({ locale: 'en-US', ...options });
      const page = await context.newPage();
      pages.push(page);
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
      page.on('console', (line) => {
        // Answers that the page is told to expect show up here too.
        if (line.type() === 'error' && !line.text().startsWith('Failed to load resource')) complaints.push(line.text());
      });
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== api.origin) complaints.push(`request: ${request.url()}`);
      });
      await page.goto(address);
      return page;
    },
  };
}

/** Through the first screen. */
export async function agree(page: Page): Promise<void> {
  await page.locator('.page button.primary').click();
}

/** Waits until something is as expected; a machine under load takes its time. */
export const eventually = <Value>(look: () => Promise<Value> | Value, expected: Value): Promise<void> =>
  vi.waitFor(async () => expect(await look()).toEqual(expected), { timeout: 20_000 });
