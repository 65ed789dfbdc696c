/** Playwright and Puppeteer by the shape of what is used of them: neither has to be installed. */
import type { BlankPage } from '../../contract/profile/blank-page.js';
import type { Tab } from '../../contract/profile/restore-tabs.js';
import type { StorageState } from '../../contract/vault-calls.js';

/** A `BrowserContext` of Playwright. */
export interface PlaywrightContext {
  newPage(): Promise<object>;
  addCookies(cookies: never): Promise<unknown>;
}
/** A `BrowserContext` of Puppeteer. */
export interface PuppeteerContext {
  newPage(): Promise<object>;
  setCookie(...cookies: never[]): Promise<unknown>;
}
/** A `Page` of Puppeteer. */
export interface PuppeteerPage {
  evaluateOnNewDocument(script: string): Promise<unknown>;
  browserContext(): object;
}
/** A `Browser` of Puppeteer. */
export interface PuppeteerBrowser {
  defaultBrowserContext(): object;
}

/** What a session is restored to: a context of Playwright; a context, a page or a browser of Puppeteer. */
export type RestoreTarget = PlaywrightContext | PuppeteerContext | PuppeteerPage | PuppeteerBrowser;

/** A browser that a session is restored to, whichever library drives it. */
export interface Browserlike {
  addCookies(cookies: StorageState['cookies']): Promise<unknown>;
  /** A page of its own, which is closed after `use`. */
  onBlankPage<T>(use: (page: BlankPage) => Promise<T>): Promise<T>;
  /** Does something with the tabs that are open, and with each that is opened later. */
  forEachTab(prepare: (tab: Tab) => Promise<void>): Promise<void>;
}

/** Members that both libraries have alike. */
export interface AnyPage {
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
  close(): Promise<unknown>;
  on(event: 'framenavigated', listener: (frame: { url(): string }) => void): unknown;
}

export const onNavigated =
  (page: AnyPage): Tab['onNavigated'] =>
  (listener) =>
    void page.on('framenavigated', (frame) => listener(frame.url()));
