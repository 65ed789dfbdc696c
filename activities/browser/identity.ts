/** What sites see of a browser. A profile's logins pass for the browser that made its first session, whatever this worker's is. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { BrowserIdentity } from '../../contract/index.js';
import { readIdentity } from './page-world/read-identity.js';
import { sessionOf } from './session-of.js';

/** An address that names nothing (RFC 2606 section 2). Only a secure one is told what the browser is. */
const ADDRESS = 'https://browser.invalid/';

/** Asks a browser what it is. */
export async function identityOf(browser: Browser): Promise<BrowserIdentity> {
  const context = await browser.newContext({ serviceWorkers: 'block', acceptDownloads: false });
  try {
    const page = await context.newPage();
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto(ADDRESS);
    return await page.evaluate(readIdentity);
  } finally {
    await context.close();
  }
}

/**
 * What of a context has to be said, so that it passes for a browser; what is the same stays as it is. A headless Chromium sends no `Accept-Language` unless it
 * is told its language: whoever else uses the session sends one, and could be told from it.
 */
export function passFor(own: BrowserIdentity, as: BrowserIdentity): BrowserContextOptions {
  const [locale, ...others] = as.languages;
  const saysIt = others.length > 0 && locale === own.languages[0];
  return {
    ...(own.user_agent === as.user_agent ? {} : { userAgent: as.user_agent }),
    ...(locale === undefined || saysIt ? {} : { locale }),
    ...(own.time_zone === as.time_zone ? {} : { timezoneId: as.time_zone }),
  };
}

/**
 * Tells a page the client hints that go with its user agent: Chromium would go on to send its own, of another version. A pop-up has them after its
 * first request.
 */
export async function hintAs(page: Page, own: BrowserIdentity, as: BrowserIdentity): Promise<void> {
  const { client_hints, user_agent, languages } = as;
  if (own.user_agent === user_agent || client_hints === null) return;
  const session = await sessionOf(page);
  await session.send('Emulation.setUserAgentOverride', {
    userAgent: user_agent,
    acceptLanguage: languages.join(','),
    userAgentMetadata: {
      ...client_hints,
      brands: [...client_hints.brands],
      fullVersionList: [...client_hints.fullVersionList],
    },
  });
}
