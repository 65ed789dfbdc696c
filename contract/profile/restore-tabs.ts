/** sessionStorage of a tab, which it gets once for each origin. */

import { restoreTab } from '../page-world/tab.js';
import type { SessionStorage } from './profile-session.js';

/** A tab; of Playwright or of Puppeteer. */
export interface Tab {
  /** Runs a script in each new document before its own. @returns takes it away again; null where that can't be done */
  addScript(script: string): Promise<(() => Promise<unknown>) | null>;
  /** Called with the address of each document that a frame has come to. */
  onNavigated(listener: (url: string) => void): void;
}

const scriptOf = (saved: SessionStorage): string =>
  `(${restoreTab})(${JSON.stringify(saved).replaceAll('<', '\\u003c')});`;

/** Gives a tab what it finds where it goes. What it has been given once it is not given again: the site may have ended that session. */
export async function restoreInTab(tab: Tab, saved: SessionStorage): Promise<void> {
  const left = new Map(Object.entries(saved));
  let changing = tab.addScript(scriptOf(saved));
  tab.onNavigated((url) => {
    const origin = URL.canParse(url) ? new URL(url).origin : '';
    if (!left.delete(origin)) return;
    changing = changing.then(async (remove) => {
      if (remove === null) return null;
      const next = left.size === 0 ? async () => undefined : await tab.addScript(scriptOf(Object.fromEntries(left)));
      await remove();
      return next;
    });
    // The tab was closed meanwhile.
    changing.catch(() => undefined);
  });
  await changing;
}
