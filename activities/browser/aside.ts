import type { BrowserContext, Page, Request } from 'playwright-core';
import { ALL, type BlankPage, blankPageOf } from '../../contract/profile/blank-page.js';
import { openAsideIn } from './pop-ups.js';
import { sessionOf } from './session-of.js';

const asides = new WeakSet<Page>();

/** Whether a page is one of ours, which shows nothing of any site. */
export const isAside = (page: Page): boolean => asides.has(page);

/** Whether a request is of such a page. It is answered by us, and does not go out. */
export function isFromAside(request: Request): boolean {
  try {
    return asides.has(request.frame().page());
  } catch {
    // Of a worker, or of a pop-up that is not there yet.
    return false;
  }
}

/** Works on a page of ours in a context, which nobody else sees, and closes it. */
export async function onAside<T>(context: BrowserContext, use: (page: BlankPage) => Promise<T>): Promise<T> {
  const page = await openAsideIn(context);
  asides.add(page);
  try {
    return await use(blankPageOf(page));
  } finally {
    await page.close();
  }
}

/** Works on a page that is at `about:blank` as if it were one of ours, and leaves it there. */
export async function asAside<T>(page: Page, use: (page: BlankPage) => Promise<T>): Promise<T> {
  const session = await sessionOf(page);
  asides.add(page);
  try {
    // What a worker of the site would answer is not ours.
    await Promise.all([
      session.send('Network.enable'),
      session.send('Network.setBypassServiceWorker', { bypass: true }),
    ]);
    return await use(blankPageOf(page));
  } finally {
    await page.goto('about:blank');
    await page.unroute(ALL);
    asides.delete(page);
    await session.send('Network.disable');
  }
}
