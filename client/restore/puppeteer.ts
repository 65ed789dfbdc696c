import { HTML } from '../../contract/profile/blank-page.js';
import type { StorageState } from '../../contract/profile/profile.js';
import { collectOrigins } from '../../contract/profile/restore-origins.js';
import type { AnyPage, Browserlike, PuppeteerBrowser, PuppeteerContext, PuppeteerPage } from './targets.js';
import { onNavigated } from './targets.js';

interface Request {
  url(): string;
  respond(answer: { readonly contentType: string; readonly body: string }): Promise<unknown>;
}
interface Page extends Omit<AnyPage, 'on'> {
  on(event: 'framenavigated', listener: (frame: { url(): string }) => void): unknown;
  on(event: 'request', listener: (request: Request) => void): unknown;
  setRequestInterception(isOn: boolean): Promise<unknown>;
  evaluateOnNewDocument(script: string): Promise<{ readonly identifier: string }>;
  removeScriptToEvaluateOnNewDocument(identifier: string): Promise<unknown>;
}
interface Target {
  page(): Promise<Page | null>;
}
/** What Puppeteer says of a cookie, and calls otherwise than a storage state does. */
type Cookie = Omit<StorageState['cookies'][number], 'sameSite' | 'partitionKey'> & {
  readonly sameSite?: string;
  readonly partitionKey?: string | { readonly sourceOrigin: string };
};
interface Context extends PuppeteerContext {
  cookies(): Promise<Cookie[]>;
  newPage(): Promise<Page>;
  pages(): Promise<Page[]>;
  on(event: 'targetcreated', listener: (target: Target) => void): unknown;
}

const contextOf = (target: PuppeteerContext | PuppeteerPage | PuppeteerBrowser): Context => {
  if ('browserContext' in target) return target.browserContext() as Context;
  return ('defaultBrowserContext' in target ? target.defaultBrowserContext() : target) as Context;
};

function asStored(cookie: Cookie): StorageState['cookies'][number] {
  const { name, value, domain, path, expires, httpOnly, secure, sameSite, partitionKey } = cookie;
  const partition = typeof partitionKey === 'object' ? partitionKey.sourceOrigin : partitionKey;
  return {
    ...{ name, value, domain, path, expires, httpOnly, secure },
    // Browsers treat one that says nothing as Lax.
    sameSite: sameSite === 'Strict' || sameSite === 'None' ? sameSite : 'Lax',
    ...(partition === undefined ? {} : { partitionKey: partition }),
  };
}

export function ofPuppeteer(target: PuppeteerContext | PuppeteerPage | PuppeteerBrowser): Browserlike {
  const context = contextOf(target);
  const onBlankPage: Browserlike['onBlankPage'] = async (use) => {
    const page = await context.newPage();
    let html = (_url: string): string => '';
    page.on(
      'request',
      (request) => void request.respond({ contentType: HTML, body: html(request.url()) }).catch(() => undefined),
    );
    try {
      await page.setRequestInterception(true);
      return await use({
        answer: async (given) => {
          html = given;
        },
        goto: (url) => page.goto(url),
        evaluate: (script) => page.evaluate(script),
      });
    } finally {
      await page.close();
    }
  };
  return {
    addCookies: (cookies) => context.setCookie(...(cookies as never[])),
    onBlankPage,
    async forEachTab(prepare) {
      const prepared = new WeakMap<Page, Promise<void>>();
      const once = (page: Page): Promise<void> => {
        const before = prepared.get(page);
        if (before !== undefined) return before;
        const now = prepare({
          async addScript(script) {
            const { identifier } = await page.evaluateOnNewDocument(script);
            return () => page.removeScriptToEvaluateOnNewDocument(identifier);
          },
          onNavigated: onNavigated(page as AnyPage),
        });
        prepared.set(page, now);
        return now;
      };
      context.on('targetcreated', (created) => {
        const opened = created.page().then((page) => (page === null ? undefined : once(page)));
        opened.catch(() => undefined);
      });
      await Promise.all((await context.pages()).map(once));
      // Puppeteer tells of a tab only after whoever opened it has it, and may be on his way there.
      const open = context.newPage.bind(context);
      context.newPage = async (...given: Parameters<typeof open>) => {
        const page = await open(...given);
        await once(page);
        return page;
      };
    },
    tabs: () => context.pages(),
    async read(origins) {
      const cookies = (await context.cookies()).map(asStored);
      if (origins.length === 0) return { cookies, origins: [], unread: [] };
      const found = await onBlankPage((page) => collectOrigins(page, origins));
      return { cookies, origins: [...found.values()], unread: origins.filter((origin) => !found.has(origin)) };
    },
  };
}
