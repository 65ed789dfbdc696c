import type { BrowserContext, Page } from 'playwright-core';

const LONGEST_STEP_MS = 150_000;

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
  #keepMs: number;
  readonly #onIdle: () => void;

  constructor(id: string, page: Page, idleMs: number, onIdle: () => void) {
    this.id = id;
    this.page = page;
    this.#opened = page;
    this.context = page.context();
    this.#idleMs = idleMs;
    this.#keepMs = idleMs;
    this.#onIdle = onIdle;
    this.context.on('page', (opened) => this.#follow(opened));
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
      this.#stopTimer();
      // A page whose scripts never end answers nothing; without it, every call to it fails.
      const stuck = setTimeout(() => void this.close(), LONGEST_STEP_MS);
      try {
        return await step(own.signal);
      } finally {
        clearTimeout(stuck);
        this.#startTimer();
      }
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** @param ms how long the page is kept after this step when nothing happens; null: as long as any */
  keepFor(ms: number | null): void {
    this.#keepMs = ms ?? this.#idleMs;
  }

  /** Resolves when the steps that were asked for so far are done. */
  async idle(): Promise<void> {
    this.#last.abort();
    await this.#queue;
  }

  async close(): Promise<void> {
    this.#stopTimer();
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

  #startTimer(): void {
    this.#stopTimer();
    this.#timer = setTimeout(this.#onIdle, this.#keepMs);
    this.#timer.unref();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
