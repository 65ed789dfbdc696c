import type { BrowserContext, Page } from 'playwright-core';
import { PersonWatch, type PersonWatchHooks } from './person-watch.js';

const MAX_STEP_MS = 150_000;

export interface LivePageOptions extends PersonWatchHooks {
  readonly id: string;
  /** How long the page is kept while nothing happens, in ms. */
  readonly idleMs: number;
  /** Called when that time is over. */
  expired(): void;
}

/** A page that is open, with the time until which it is kept. */
export class LivePage {
  readonly id: string;
  readonly context: BrowserContext;
  /** Where the login is: the page that was opened, or the pop-up that took over. */
  page: Page;
  readonly #opened: Page;
  #queue: Promise<unknown> = Promise.resolve();
  /** Of the step that was asked for last: tells it when another one waits for its end. */
  #last = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  readonly #idleMs: number;
  readonly #expired: () => void;
  readonly #person: PersonWatch;
  #keepMs: number;
  #bound = false;
  #steps = 0;
  #left = false;

  constructor(page: Page, options: LivePageOptions) {
    this.id = options.id;
    this.page = page;
    this.#opened = page;
    this.context = page.context();
    this.#idleMs = options.idleMs;
    this.#keepMs = options.idleMs;
    this.#expired = options.expired;
    this.#person = new PersonWatch(options);
    this.context.on('page', (opened) => this.#follow(opened));
  }

  /** Since when its login waits for a person, in ms of `performance.now()`; null where it is not known to. */
  get waitingSince(): number | null {
    return this.#person.waitingSince;
  }

  /** What a login loses whose page is let go: 0 where nothing but opening was done on it, 2 where the site has sent something for it. */
  get costOfReopening(): 0 | 1 | 2 {
    if (this.#bound) return 2;
    return this.#steps > 1 ? 1 : 0;
  }

  /** Asks whether its login waits for a person; `waitingSince` has the answer. */
  lookForPerson(): Promise<void> {
    return this.#person.look();
  }

  /** Whether a pop-up took over, and what opened it still waits for it. */
  get inPopUp(): boolean {
    return this.page !== this.#opened && !this.#opened.isClosed();
  }

  /**
   * One step at a time; the page is not let go while a step runs.
   * @param step its signal aborts when another step waits for its end: one that only watches has no reason to go on
   */
  use<T>(step: (awaited: AbortSignal) => Promise<T>): Promise<T> {
    const own = new AbortController();
    this.#last.abort();
    this.#last = own;
    const run = this.#queue.then(async () => {
      this.#steps += 1;
      this.#inUse();
      // A page whose scripts never end answers nothing; without it, every call to it fails.
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
   * @param ms how long the page is kept at least after this step when nothing happens, for a new one could not take its place: where
   * pages have to go it goes last. Null: as long as any
   */
  keepFor(ms: number | null): void {
    this.#bound = ms !== null;
    this.#keepMs = Math.max(ms ?? 0, this.#idleMs);
  }

  /** Resolves when the steps that were asked for so far are done. */
  async idle(): Promise<void> {
    this.#last.abort();
    await this.#queue;
  }

  /** It is not kept any longer: when its steps end, it is not idle again. */
  leave(): void {
    this.#left = true;
    this.#inUse();
  }

  async close(): Promise<void> {
    this.leave();
    await this.context.close().catch(() => undefined);
  }

  /** Identity providers often ask in a pop-up that closes itself when it is done. */
  #follow(opened: Page): void {
    const opener = this.page;
    this.page = opened;
    opened.once('close', () => {
      if (this.page === opened) this.page = opener;
    });
  }

  #isIdle(): void {
    if (this.#left) return;
    this.#inUse();
    this.#timer = setTimeout(this.#expired, this.#keepMs);
    this.#timer.unref();
    this.#person.start();
  }

  #inUse(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#person.stop();
  }
}
