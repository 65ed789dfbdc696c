import { randomUUID } from 'node:crypto';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { reachOf } from './address.js';
import { type BrowserConfig, type RemoteBrowser, SharedBrowser } from './browser.js';
import { declineHttpAuth } from './decline-http-auth.js';
import { asTrouble, PageLost } from './errors.js';
import { Gate } from './gate.js';
import { LivePage } from './live-page.js';
import { Places } from './page-slots.js';
import { declinePasskeys } from './passkeys.js';
import { restoreSessionStorage, type SessionState, toPlaywright } from './storage.js';

export interface PagesOptions {
  readonly browser: BrowserConfig | RemoteBrowser;
  /** How many logins may hold a page at the same time. @default 4 */
  readonly maxPages?: number;
  /** How long a page is kept while nothing happens, in ms. @default 60000 */
  readonly idleMs?: number;
}

export interface OpenPage {
  /** Normalised domain of the login; decides what its pages may reach. */
  readonly domain: string;
  /** Session to start from. */
  readonly state: SessionState | null;
}

const DEFAULT_MAX_PAGES = 4;
const DEFAULT_IDLE_MS = 60_000;
/** In Chromium's syntax of proxy bypass rules. */
const LOOPBACK_HOSTS = 'localhost,*.localhost,127.0.0.0/8,[::1]';

/** The pages of one worker. */
export class Pages {
  readonly places: Places;
  readonly #browser: SharedBrowser;
  readonly #remote: boolean;
  readonly #gate = new Gate();
  readonly #idleMs: number;
  readonly #open = new Map<string, LivePage>();
  /** Pages whose place is still held by the reservation that they were opened under. */
  readonly #opening = new Set<LivePage>();

  constructor(options: PagesOptions) {
    this.#remote = 'cdpUrl' in options.browser;
    this.#browser = new SharedBrowser(options.browser, () => this.#forgetAll());
    this.#idleMs = options.idleMs ?? DEFAULT_IDLE_MS;
    this.places = new Places(options.maxPages ?? DEFAULT_MAX_PAGES);
  }

  /** How many pages are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Opens an empty page and runs the first step on it. The page keeps its place after the step; when the step fails it is closed.
   * @throws PageTrouble `browser_error`
   */
  async open<T>(options: OpenPage, step: (page: LivePage) => Promise<T>): Promise<T> {
    const page = await shielded(async () => {
      const fresh = await this.newPage(options);
      return new LivePage(randomUUID(), fresh, this.#idleMs, () => void this.close(page.id));
    });
    this.#open.set(page.id, page);
    this.#opening.add(page);
    page.page.once('crash', () => void this.close(page.id));
    try {
      return await page.use(() => shielded(() => step(page)));
    } catch (error) {
      await this.close(page.id);
      throw error;
    } finally {
      if (this.#opening.delete(page) && this.#open.has(page.id)) this.places.occupy();
    }
  }

  /** A page that is open. */
  find(id: string): LivePage | undefined {
    return this.#open.get(id);
  }

  /**
   * Runs a step on an open page, after the steps before it. No error of the browser leaves it but as a code.
   * @param step told by its signal when another step waits for its end
   * @throws PageLost, PageTrouble
   */
  async use<T>(id: string, step: (page: LivePage, awaited: AbortSignal) => Promise<T>): Promise<T> {
    const page = this.#open.get(id);
    if (page === undefined) throw new PageLost();
    return page.use((awaited) => {
      if (!this.#open.has(id)) throw new PageLost();
      return shielded(() => step(page, awaited));
    });
  }

  /** A page that is not kept, in a context of its own, which the caller closes. */
  async newPage(options: OpenPage): Promise<Page> {
    const context = await this.#context(options);
    try {
      const page = await context.newPage();
      await declineHttpAuth(page);
      context.on('page', (popup) => void declineHttpAuth(popup));
      return page;
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  async #context({ domain, state }: OpenPage): Promise<BrowserContext> {
    const browser = await this.#browser.get();
    const context = await browser.newContext({
      ...(await this.#network(domain)),
      ...(state === null ? {} : { storageState: toPlaywright(state.storage_state) }),
      // One that takes over reloads the pages of many applications, at times in the middle of a login.
      serviceWorkers: 'block',
    });
    await context.addInitScript(declinePasskeys);
    if (state?.session_storage) await context.addInitScript(restoreSessionStorage, state.session_storage);
    return context;
  }

  /** Closes a page, if it is there. */
  async close(id: string): Promise<void> {
    const page = this.#open.get(id);
    if (page === undefined) return;
    this.#forget(page);
    await page.close();
  }

  /** Lets running steps end, then closes everything. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.values()].map((page) => page.idle()));
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)));
    await this.#browser.close();
    this.#gate.close();
  }

  /** Public sites go through the gate, their loopback requests included; a login on loopback reaches loopback without it. */
  async #network(domain: string): Promise<Pick<BrowserContextOptions, 'proxy'>> {
    const reach = reachOf(domain);
    if (this.#remote || reach === 'private') return {};
    const server = await this.#gate.url();
    return { proxy: { server, bypass: reach === 'public' ? '<-loopback>' : LOOPBACK_HOSTS } };
  }

  #forget(page: LivePage): void {
    this.#open.delete(page.id);
    if (!this.#opening.has(page)) this.places.release();
  }

  #forgetAll(): void {
    for (const page of [...this.#open.values()]) {
      this.#forget(page);
      void page.close();
    }
  }
}

async function shielded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asTrouble(error);
  }
}
