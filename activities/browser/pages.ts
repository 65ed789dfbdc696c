import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { BrowserIdentity } from '../../contract/index.js';
import { type BrowserConfig, type RemoteBrowser, SharedBrowser } from './browser.js';
import { type FirstPage, type FreshPage, type FurtherPage, freshPage } from './contexts.js';
import { asTrouble, PageLost, PageTrouble } from './errors.js';
import { LivePage } from './live-page.js';
import { PageSlots } from './page-slots.js';
import { PopUps } from './pop-ups.js';
import { SparePlace } from './spare-place.js';

export interface PagesOptions {
  readonly browser: BrowserConfig | RemoteBrowser;
  /** How many logins may hold a page at the same time. @default 4 */
  readonly maxPages?: number;
  /** How long a page is kept while nothing happens, in ms. @default 60000 */
  readonly idleMs?: number;
  /** Called with the number of pages that were lost because they or their browser crashed. Pages that were closed don't count. */
  readonly onLost?: (pages: number) => void;
  /**
   * Whether a login waits for a person, so that its page can be closed for another login.
   * @param login id of the login, as given to `open`
   * @default no login does
   */
  readonly waitsForPerson?: (login: string) => Promise<boolean>;
  /**
   * Whether a login is over, so that nobody comes back to its page.
   * @default no login is, as far as anybody knows
   */
  readonly isOver?: (login: string) => Promise<boolean>;
}

export interface OpenLogin extends FirstPage {
  /** Names the login to `waitsForPerson`. */
  readonly login: string;
  /** Ends the wait for a free place. */
  readonly signal: AbortSignal;
}

const DEFAULT_MAX_PAGES = 4;
const DEFAULT_IDLE_MS = 60_000;
/** How long opening may wait for a free place. Leaves most of its time for the opening itself; when it fails, Temporal retries it. */
const ROOM_WITHIN_MS = 60_000;
/** Between two looks whether logins are still at work. */
const MIN_LOOK_MS = 100;
const MAX_LOOK_MS = 1_000;

/** The pages of one worker. */
export class Pages {
  readonly slots: PageSlots;
  readonly #browser: SharedBrowser;
  readonly #remote: boolean;
  readonly #idleMs: number;
  readonly #onLost: (pages: number) => void;
  readonly #maxPages: number;
  readonly #waitsForPerson: (login: string) => Promise<boolean>;
  readonly #isOver: (login: string) => Promise<boolean>;
  readonly #open = new Map<string, LivePage>();
  /** Pages whose slot is still held by the reservation that they were opened under. */
  readonly #opening = new Set<LivePage>();
  /** Pages that are on their way out. */
  readonly #closing = new Set<Promise<void>>();
  /** How many pages are being opened right now. */
  #starting = 0;
  readonly #spare = new SparePlace();
  /** Emits `room` when there may be a free place for a waiting login. */
  readonly #events = new EventEmitter();

  constructor(options: PagesOptions) {
    this.#remote = 'cdpUrl' in options.browser;
    this.#browser = new SharedBrowser(options.browser, () => this.#forgetAll());
    this.#idleMs = options.idleMs ?? DEFAULT_IDLE_MS;
    this.#onLost = options.onLost ?? (() => undefined);
    this.#maxPages = options.maxPages ?? DEFAULT_MAX_PAGES;
    this.#waitsForPerson = options.waitsForPerson ?? (async () => false);
    this.#isOver = options.isOver ?? (async () => false);
    this.slots = new PageSlots(this.#maxPages);
  }

  /** How many pages are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * Opens an empty page and runs the first step on it. When no place is free, the page of a login that waits for a person is closed first.
   * The page keeps its slot after the step; when the step fails it is closed.
   * @throws PageTrouble `browser_error`, also when no place became free in time
   */
  async open<T>(options: OpenLogin, step: (page: LivePage) => Promise<T>): Promise<T> {
    await this.#waitForRoom(options.signal);
    const page = await this.#start(options);
    this.#opening.add(page);
    try {
      return await page.use(() => shielded(() => step(page)));
    } catch (error) {
      await this.close(page.id);
      throw error;
    } finally {
      if (this.#opening.delete(page) && this.#open.has(page.id)) this.slots.occupy();
    }
  }

  async #start({ login, domain, state, proxy, identity = null }: OpenLogin): Promise<LivePage> {
    try {
      const fresh = await shielded(() => this.#fresh({ domain, state, proxy, identity }));
      const page: LivePage = new LivePage(fresh, {
        id: randomUUID(),
        idleMs: this.#idleMs,
        expired: () => void this.close(page.id),
        crashed: () => {
          this.#onLost(1);
          void this.close(page.id);
        },
        isOver: () => this.#isOver(login),
        ask: () => this.#waitsForPerson(login),
        wanted: () => this.slots.full,
        changed: () => this.#offerSlot(page),
      });
      this.#open.set(page.id, page);
      return page;
    } finally {
      this.#starting -= 1;
      this.#events.emit('room');
    }
  }

  /** Waits for a free place. There may be none although a slot was granted: the page that offered its slot may be in use again. */
  async #waitForRoom(signal: AbortSignal): Promise<void> {
    const end = AbortSignal.any([signal, AbortSignal.timeout(ROOM_WITHIN_MS)]);
    while (!this.#hasRoom()) {
      if (this.#spare.isTaken) {
        this.#spare.giveWay();
        await once(this.#events, 'room');
        continue;
      }
      const page = await this.#cheapestToClose();
      if (this.#hasRoom()) break;
      if (page !== undefined) await this.close(page.id);
      else if (end.aborted) throw new PageTrouble('browser_error', 'no_free_page');
      else await once(this.#events, 'room', { signal: end }).catch(() => undefined);
    }
    this.#starting += 1;
  }

  #hasRoom(): boolean {
    return this.#open.size + this.#starting + Number(this.#spare.isTaken) < this.#maxPages;
  }

  /** Of the pages whose logins wait for a person: the cheapest to open again, and of these the one that has waited longest. */
  async #cheapestToClose(isOne: (page: LivePage) => boolean = () => true): Promise<LivePage | undefined> {
    const some = [...this.#open.values()].filter(isOne);
    await Promise.all(some.map((page) => page.lookForPerson()));
    const waiting = some.flatMap((page) =>
      page.waitingSince === null ? [] : [{ page, cost: page.costOfReopening, since: page.waitingSince }],
    );
    return waiting.toSorted((a, b) => a.cost - b.cost || a.since - b.since)[0]?.page;
  }

  /** Offers the slot of a page that has begun to wait for a person, or withdraws it. */
  #offerSlot(page: LivePage): void {
    if (page.waitingSince === null) this.slots.withdraw();
    else {
      this.slots.offer();
      this.#events.emit('room');
    }
  }

  /** The open page of this id. */
  find(id: string): LivePage | undefined {
    return this.#open.get(id);
  }

  /**
   * Runs a step on an open page, after the steps before it. Errors of the browser come out as codes only.
   * @param step its signal aborts when another step waits
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
  async newPage(options: FirstPage | FurtherPage): Promise<Page> {
    const { page } = await this.#fresh(options);
    new PopUps(page.context(), () => undefined);
    return page;
  }

  /**
   * Opens a page for work that can wait: one at a time, where a place is free, and until a login wants that.
   * @param work its signal aborts then
   * @returns null where there was no place
   * @throws PageTrouble
   */
  async openSpare<T>(options: FirstPage, work: (page: Page, wanted: AbortSignal) => Promise<T>): Promise<T | null> {
    if (this.#spare.isTaken || !this.#hasRoom()) return null;
    const look = async (wanted: AbortSignal): Promise<T> => {
      const page = await this.newPage(options);
      const close = () => page.context().close();
      return work(page, wanted).finally(() => close().catch(() => undefined));
    };
    return shielded(() => this.#spare.use(look)).finally(() => this.#events.emit('room'));
  }

  /** What sites see of this worker's browser. */
  async identity(): Promise<BrowserIdentity> {
    return shielded(async () => (await this.#browser.get()).identity);
  }

  async #fresh(options: FirstPage | FurtherPage): Promise<FreshPage> {
    return freshPage(await this.#browser.get(), options, this.#remote);
  }

  /** Closes a page, if it is there. */
  async close(id: string): Promise<void> {
    const page = this.#open.get(id);
    if (page === undefined) return;
    this.#forget(page);
    const closing = page.close();
    this.#closing.add(closing);
    await closing.finally(() => this.#closing.delete(closing));
  }

  /**
   * Waits for pages that are on their way out. Where there are none, closes one of some pages whose login waits for a person; one that a site has
   * sent a code for, only where there is no free place otherwise.
   * @returns false: nothing has changed
   */
  async makeWay(isOne: (page: LivePage) => boolean): Promise<boolean> {
    if (this.#closing.size > 0) {
      await Promise.all(this.#closing);
      return true;
    }
    const page = await this.#cheapestToClose(isOne);
    if (page === undefined || (page.costOfReopening === 2 && this.#hasRoom())) return false;
    await this.close(page.id);
    return true;
  }

  /**
   * Resolves when no login is at work on a page any more: none is left, or all that are wait for a person. Not later than `ms`.
   */
  async settled(ms: number): Promise<void> {
    const until = performance.now() + ms;
    for (let pause = MIN_LOOK_MS; performance.now() < until; pause = Math.min(pause * 2, MAX_LOOK_MS)) {
      if (!(await this.#isAtWork())) return;
      await sleep(Math.min(pause, until - performance.now()));
    }
  }

  /** Whether a login is at work on a page, or on its way to one. */
  async #isAtWork(): Promise<boolean> {
    const pages = [...this.#open.values()];
    await Promise.all(pages.map((page) => page.lookForPerson()));
    return this.#starting > 0 || pages.some((page) => page.waitingSince === null && this.#open.has(page.id));
  }

  /** Lets running steps end, then closes everything. */
  async closeAll(): Promise<void> {
    this.#spare.giveWay();
    await Promise.all([...this.#open.values()].map((page) => page.idle()));
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)));
    await this.#browser.close();
  }

  /** Takes the page out of the list, so that no further step finds it. */
  #forget(page: LivePage): void {
    this.#open.delete(page.id);
    page.leave();
    if (!this.#opening.has(page)) this.slots.release();
    this.#events.emit('room');
  }

  #forgetAll(): void {
    if (this.#open.size > 0) this.#onLost(this.#open.size);
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
