import type { BrowserContext, Page } from 'playwright-core';
import type { FreshPage } from './contexts.js';
import { EndWatch } from './end-watch.js';
import { isErrorPage } from './error-page.js';
import { PersonWatch, type PersonWatchHooks } from './person-watch.js';
import { PopUps } from './pop-ups.js';
import type { LoginWire } from './watch/login-wire.js';

const MAX_STEP_MS = 150_000;

export interface LivePageOptions extends PersonWatchHooks {
  readonly id: string;
  /** How long the page is kept while nothing happens, in ms. */
  readonly idleMs: number;
  /** Called when that time is over, or the login is. */
  expired(): void;
  /** Whether its login is over. */
  isOver(): Promise<boolean>;
  /** Called when the page has crashed. */
  crashed(): void;
}

/** An open page: runs its steps one at a time, and closes after it was idle for long enough. */
export class LivePage {
  readonly id: string;
  /** What its login sends. */
  readonly wire: LoginWire;
  /** How much of the state that it began with the browser did not take. */
  readonly dropped: number;
  /** Where the login is: the page that was opened, or the pop-up that took over. */
  page: Page;
  #opened: Page;
  #popUps: PopUps;
  readonly #crashed: () => void;
  readonly #closed: (() => Promise<void>)[] = [];
  /** Once all of them are done. */
  #ended: Promise<unknown> = Promise.resolve();
  #queue: Promise<unknown> = Promise.resolve();
  /** Controller of the latest step. Aborts when another step waits for it. */
  #last = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  readonly #idleMs: number;
  readonly #expired: () => void;
  readonly #person: PersonWatch;
  readonly #end: EndWatch;
  #keepMs: number;
  #bound = false;
  #steps = 0;
  #left = false;

  constructor({ page, wire, dropped }: FreshPage, options: LivePageOptions) {
    this.dropped = dropped;
    this.id = options.id;
    this.wire = wire;
    this.page = page;
    this.#opened = page;
    this.#idleMs = options.idleMs;
    this.#keepMs = options.idleMs;
    this.#expired = options.expired;
    this.#person = new PersonWatch(options);
    this.#end = new EndWatch(options.isOver, options.expired);
    this.#crashed = options.crashed;
    this.#popUps = this.#live(page);
  }

  get context(): BrowserContext {
    return this.#opened.context();
  }

  /** Calls back once the last of what the login has open is closed. Whoever closes the page waits for that. */
  onClose(closed: () => Promise<void>): void {
    this.#closed.push(closed);
  }

  /** Goes on with a page of another context in place of this one, which is closed. */
  async moveTo(page: Page): Promise<void> {
    const left = this.context;
    this.page = page;
    this.#opened = page;
    this.#popUps = this.#live(page);
    await left.close().catch(() => undefined);
  }

  /** Opens another page beside this one, in the same browser, which the login does not follow. The caller closes it. */
  openAside(): Promise<Page> {
    return this.#popUps.openAside();
  }

  #live(page: Page): PopUps {
    const context = page.context();
    page.once('crash', this.#crashed);
    context.once('close', () => {
      if (context === this.context) this.#ended = Promise.all(this.#closed.map((closed) => closed()));
    });
    return new PopUps(context, (opened) => this.#follow(opened));
  }

  /** Since when its login waits for a person, in ms of `performance.now()`; null unless it is known to wait. */
  get waitingSince(): number | null {
    return this.#person.waitingSince;
  }

  /** What the login loses when this page is closed: 0 if it was only opened, 1 if steps were done on it, 2 if the site has sent a code for it. */
  get costOfReopening(): 0 | 1 | 2 {
    if (this.#bound) return 2;
    return this.#steps > 1 ? 1 : 0;
  }

  /** Asks whether its login waits for a person, and updates `waitingSince`. */
  lookForPerson(): Promise<void> {
    return this.#person.look();
  }

  /** Whether a pop-up took over and the page that opened it is still open. */
  get inPopUp(): boolean {
    return this.page !== this.#opened && !this.#opened.isClosed();
  }

  /** The page that opened the pop-up which took over, while both are open. */
  get opener(): Page | null {
    return this.inPopUp ? this.#opened : null;
  }

  /** Goes on with the page that opened the pop-up. The pop-up stays as it is. */
  leavePopUp(): void {
    this.page = this.#opened;
  }

  /**
   * Runs a step after those before it. The page is not closed as idle while a step runs.
   * @param step its signal aborts when another step waits: a step that only watches the page should end then
   */
  use<T>(step: (awaited: AbortSignal) => Promise<T>): Promise<T> {
    const own = new AbortController();
    this.#last.abort();
    this.#last = own;
    const run = this.#queue.then(async () => {
      this.#steps += 1;
      this.#inUse();
      // A page whose scripts never end does not answer calls. Closing it makes them fail instead of hang.
      const stuck = setTimeout(() => void this.close(), MAX_STEP_MS);
      try {
        return await step(own.signal);
      } finally {
        clearTimeout(stuck);
        this.#isIdle();
      }
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /**
   * Sets how long the page is kept when idle. A page with a time of its own can't be replaced by a new one, so it is the last to be
   * closed for another login.
   * @param ms at least this long after the step; null for the usual time
   */
  keepFor(ms: number | null): void {
    this.#bound = ms !== null;
    this.#keepMs = Math.max(ms ?? 0, this.#idleMs);
  }

  /** Resolves when all steps so far are done. */
  async idle(): Promise<void> {
    this.#last.abort();
    await this.#queue;
  }

  /** Takes the page out of use: it does not become idle again when its steps end. */
  leave(): void {
    this.#left = true;
    this.#inUse();
  }

  async close(): Promise<void> {
    this.leave();
    await this.context.close().catch(() => undefined);
    await this.#ended;
  }

  /** Makes a pop-up the current page until it closes: identity providers often ask in one. */
  #follow(opened: Page): void {
    const opener = this.page;
    this.page = opened;
    const leave = (): void => {
      // What the wire kept from going there shows nothing, and the login goes on where it came from.
      if (this.wire.hasStopped && isErrorPage(opened.url())) void opened.close().catch(() => undefined);
    };
    opened.on('framenavigated', leave);
    opened.once('close', () => {
      if (this.page === opened) this.page = opener.isClosed() ? this.#opened : opener;
    });
    leave();
  }

  #isIdle(): void {
    if (this.#left) return;
    this.#inUse();
    this.#timer = setTimeout(this.#expired, this.#keepMs);
    this.#timer.unref();
    this.#person.start();
    this.#end.start();
  }

  #inUse(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#person.stop();
    this.#end.stop();
  }
}
