const FIRST_ASK_MS = 100;
const MAX_ASK_MS = 5_000;

export interface PersonWatchHooks {
  /** Whether the login waits for a person. A rejection counts as no. */
  ask(): Promise<boolean>;
  /** Whether the answer would be of use, because logins queue for a page. */
  wanted(): boolean;
  /** Called when `waitingSince` has become a time, or null. */
  changed(): void;
}

/**
 * Finds out whether an idle page waits for a person. Only its workflow knows: an idle page may also be between two steps of a login
 * that continues by itself, and how long that takes depends on how busy Temporal is. So the workflow is asked, less and less often.
 */
export class PersonWatch {
  readonly #hooks: PersonWatchHooks;
  /** The current idle period; null while a step runs. */
  #idle: { readonly since: number } | null = null;
  #waits = false;
  #pauseMs = FIRST_ASK_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(hooks: PersonWatchHooks) {
    this.#hooks = hooks;
  }

  /** When the page's last step ended, in ms of `performance.now()`; null unless its login is known to wait for a person. */
  get waitingSince(): number | null {
    return this.#waits && this.#idle !== null ? this.#idle.since : null;
  }

  /** Call when the page has become idle. */
  start(): void {
    this.#idle = { since: performance.now() };
    this.#askIn(FIRST_ASK_MS);
  }

  /** Call when a step begins, or the page is gone. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#idle = null;
    this.#become(false);
  }

  /** Asks now. An answer that arrives after the page is in use again is ignored. */
  async look(): Promise<void> {
    const idle = this.#idle;
    if (idle === null) return;
    const waits = await this.#hooks.ask().catch(() => false);
    if (this.#idle !== idle) return;
    this.#become(waits);
    // While it waits there is no need to ask; it is asked once more right before the page is closed (`lookForPerson`).
    if (waits) clearTimeout(this.#timer);
    else this.#askIn(Math.min(this.#pauseMs * 2, MAX_ASK_MS));
  }

  #askIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#pauseMs = ms;
    this.#timer = setTimeout(() => (this.#hooks.wanted() ? void this.look() : this.#askIn(ms)), ms);
    this.#timer.unref();
  }

  #become(waits: boolean): void {
    if (waits === this.#waits) return;
    this.#waits = waits;
    this.#hooks.changed();
  }
}
