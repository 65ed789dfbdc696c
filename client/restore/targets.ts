/** Playwright and Puppeteer by the shape of what is used of them: neither has to be installed. */
import type { BlankPage } from '../../contract/profile/blank-page.js';
import type { StorageState } from '../../contract/profile/profile.js';
import type { Tab } from '../../contract/profile/restore-tabs.js';

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

export interface TabToRead {
  url(): string;
  evaluate(script: string): Promise<unknown>;
}

/** What a browser holds of some origins, and of others that it knows of. */
interface BrowserState extends StorageState {
  /** Origins that could not be asked. */
  readonly unread: readonly string[];
}

/** A browser that a session is restored to, whichever library drives it. */
export interface Browserlike {
  addCookies(cookies: StorageState['cookies']): Promise<unknown>;
  /** A page of its own, which is closed after `use`. */
  onBlankPage<T>(use: (page: BlankPage) => Promise<T>): Promise<T>;
  /** Does something with the tabs that are open, and with each that is opened later. */
  forEachTab(prepare: (tab: Tab) => Promise<void>): Promise<void>;
  tabs(): Promise<readonly TabToRead[]>;
  read(origins: readonly string[]): Promise<BrowserState>;
}

/** Members that both libraries have alike. */
export interface AnyPage {
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
  close(): Promise<unknown>;
  url(): string;
  on(event: 'framenavigated', listener: (frame: { url(): string }) => void): unknown;
}

export const onNavigated =
  (page: AnyPage): Tab['onNavigated'] =>
  (listener) =>
    void page.on('framenavigated', (frame) => listener(frame.url()));
