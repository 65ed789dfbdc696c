const FIRST_ASK_MS = 1_000;
const MAX_ASK_MS = 15_000;

/**
 * Finds out whether the login of an idle page is over: one that was ended by force says nothing to its page. Temporal is asked, less and less often; no
 * worker has to answer.
 */
export class EndWatch {
  readonly #isOver: () => Promise<boolean>;
  readonly #ended: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param isOver a rejection counts as no */
  constructor(isOver: () => Promise<boolean>, ended: () => void) {
    this.#isOver = isOver;
    this.#ended = ended;
  }

  /** Call when the page has become idle. */
  start(): void {
    this.stop();
    this.#askIn(FIRST_ASK_MS);
  }

  /** Call when a step begins, or the page is gone. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #askIn(ms: number): void {
    const timer = setTimeout(async () => {
      const isOver = await this.#isOver().catch(() => false);
      if (this.#timer !== timer) return;
      if (isOver) this.#ended();
      else this.#askIn(Math.min(ms * 2, MAX_ASK_MS));
    }, ms);
    timer.unref();
    this.#timer = timer;
  }
}
