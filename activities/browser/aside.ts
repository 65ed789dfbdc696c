import type { BrowserContext, Page, Request } from 'playwright-core';
import { type BlankPage, blankPageOf } from '../../contract/blank-page.js';
import { openAsideIn } from './pop-ups.js';

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
