import type { CDPSession, Page } from 'playwright-core';

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** The session of the Chrome DevTools Protocol by which we speak to a page: one for all, because each costs page and browser some milliseconds. Nobody detaches it. */
export function sessionOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page);
  if (known !== undefined) return known;
  const opening = page.context().newCDPSession(page);
  sessions.set(page, opening);
  // The next call tries again.
  opening.catch(() => sessions.delete(page));
  return opening;
}
