import { TextDecoder } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { discover } from './discover.js';
import type { PageView } from './view.js';

/** An address that names nothing, so that only the file itself speaks (RFC 2606 section 2). */
const ADDRESS = 'https://page.invalid/';
const READ_MS = 15_000;
/** Scripting stays on, so that `<noscript>` is parsed as a browser with scripts does it; but no script runs. */
const POLICY = "script-src 'none'; object-src 'none'";

export interface OfflineReader {
  /**
   * What discovery sees in saved HTML. A fragment is put into a document; nothing is fetched and no script runs.
   * @param then looks at the page while it's still open
   * @throws Error when the page doesn't load or doesn't answer within 15 seconds
   */
  read<T>(html: Uint8Array, then: (view: PageView, page: Page) => T | Promise<T>): Promise<T>;
}

/** Reads saved pages in the browser that it's given, one after the other, each in a context of its own. */
export function offlineReader(browser: Browser): OfflineReader {
  return {
    async read(html, then) {
      const context = await browser.newContext({ serviceWorkers: 'block', acceptDownloads: false });
      const page = await context.newPage();
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), READ_MS);
      try {
        await serveOnly(page, html);
        const answer = async () => {
          await page.goto(ADDRESS, { waitUntil: 'domcontentloaded', timeout: READ_MS });
          return then(await discover(page), page);
        };
        return await Promise.race([answer(), rejected(late.signal)]);
      } finally {
        clearTimeout(timer);
        await context.close();
      }
    },
  };
}

async function serveOnly(page: Page, html: Uint8Array): Promise<void> {
  const text = decoded(html);
  const body =
    text === null ? Buffer.from(html) : isWhole(text) ? text : `<!doctype html><html><body>${text}</body></html>`;
  const contentType = text === null ? 'text/html' : 'text/html; charset=utf-8';
  let served = false;
  await page.route('**/*', async (route) => {
    if (served || route.request().url() !== ADDRESS) return route.abort('aborted');
    served = true;
    return route.fulfill({ body, contentType, headers: { 'content-security-policy': POLICY } });
  });
}

/** Null where it isn't UTF-8: then the browser finds out by itself. */
function decoded(html: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(html);
  } catch {
    return null;
  }
}

function isWhole(text: string): boolean {
  return /<(?:!doctype|html|head|body)[\s>]/i.test(text);
}

function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The page did not answer in time.')), { once: true });
  });
}
