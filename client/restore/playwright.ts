import { blankPageOf, type RoutedPage } from '../../contract/profile/blank-page.js';
import type { StorageState } from '../../contract/profile/profile.js';
import type { AnyPage, Browserlike, PlaywrightContext } from './targets.js';
import { onNavigated } from './targets.js';

interface Page extends AnyPage, RoutedPage {
  /** Returns a disposer from 1.59 on. */
  addInitScript(script: { readonly content: string }): Promise<{ dispose(): Promise<unknown> } | undefined>;
}
interface Context extends PlaywrightContext {
  newPage(): Promise<Page>;
  pages(): Page[];
  storageState(options: { readonly indexedDB: true }): Promise<StorageState>;
  on(event: 'page', listener: (page: Page) => void): unknown;
}

export function ofPlaywright(target: PlaywrightContext): Browserlike {
  const context = target as Context;
  return {
    addCookies: (cookies) => context.addCookies(cookies as never),
    async onBlankPage(use) {
      const page = await context.newPage();
      try {
        return await use(blankPageOf(page));
      } finally {
        await page.close();
      }
    },
    async forEachTab(prepare) {
      const tabOf = (page: Page): Parameters<typeof prepare>[0] => ({
        async addScript(content) {
          const added = await page.addInitScript({ content });
          return added === undefined ? null : () => added.dispose();
        },
        onNavigated: onNavigated(page),
      });
      // We hear of a tab before whoever opened it gets it, so what is added here comes before what they do there.
      context.on('page', (page) => void prepare(tabOf(page)).catch(() => undefined));
      await Promise.all(context.pages().map((page) => prepare(tabOf(page))));
    },
    tabs: async () => context.pages(),
    read: async () => ({ ...(await context.storageState({ indexedDB: true })), unread: [] }),
  };
}
