import { TextDecoder } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import type { PageView } from '../page-world/view.js';
import { discover } from './discover.js';

/** An address that names nothing, so that only the file itself speaks (RFC 2606 section 2). */
const ADDRESS = 'https://page.invalid/';
const READ_MS = 15_000;
/** Scripting stays on, so that `<noscript>` is parsed as a browser with scripts does it; but no script runs. */
const POLICY = "script-src 'none'; object-src 'none'";

export interface OfflineReader {
  /**
   * What discovery sees in saved HTML. A fragment is put into a document; nothing is fetched and no script runs.
   * @param then looks at the page while it's still open
   * @throws Error when the page doesn't load or doesn't answer in time
   */
  read<T>(html: Uint8Array, then: (view: PageView, page: Page) => T | Promise<T>): Promise<T>;
}

/**
 * Reads saved pages in the browser that it's given, one after the other.
 * @param limit milliseconds that a page may take
 */
export async function offlineReader(browser: Browser, limit = READ_MS): Promise<OfflineReader> {
  const context = await browser.newContext({ serviceWorkers: 'block', acceptDownloads: false });
  let document: Document | null = null;
  await context.route('**/*', async (route) => {
    const served = document;
    if (served === null || route.request().url() !== ADDRESS) return route.abort('aborted');
    document = null;
    return route.fulfill({ ...served, headers: { 'content-security-policy': POLICY } });
  });
  let page = await context.newPage();
  const once = async <T>(html: Uint8Array, then: (view: PageView, page: Page) => T | Promise<T>): Promise<T> => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), limit);
    const answer = async () => {
      document = documentOf(html);
      await page.goto(ADDRESS, { waitUntil: 'domcontentloaded', timeout: READ_MS });
      return then(await discover(page), page);
    };
    try {
      return await Promise.race([answer(), rejected(late.signal)]);
    } catch (error) {
      // Whatever hangs there must not hold up the next one.
      await page.close();
      page = await context.newPage();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    async read(html, then) {
      try {
        return await once(html, then);
      } catch (error) {
        if (error instanceof LatePage) throw error;
        // The page before this one can still send the browser elsewhere (`<meta http-equiv="refresh">`).
        return once(html, then);
      }
    },
  };
}

class LatePage extends Error {
  constructor() {
    super('The page did not answer in time.');
  }
}

interface Document {
  body: string | Buffer;
  contentType: string;
}

function documentOf(html: Uint8Array): Document {
  const text = decoded(html);
  if (text === null) return { body: Buffer.from(html), contentType: 'text/html' };
  const body = isWhole(text) ? text : `<!doctype html><html><body>${text}</body></html>`;
  return { body, contentType: 'text/html; charset=utf-8' };
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
    signal.addEventListener('abort', () => reject(new LatePage()), { once: true });
  });
}
