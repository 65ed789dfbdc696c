import type { AgentAuthInvocation } from '../../client/index.js';

type State = AgentAuthInvocation;

/** One invocation, followed once for all who look at it. */
export class Watch {
  readonly #end = new AbortController();
  readonly #first: Promise<void>;
  #state: State | null = null;
  #error: unknown = null;
  #isOver = false;
  #waiting = new Set<() => void>();
  #lastAsked = Date.now();

  constructor(follow: (signal: AbortSignal) => AsyncIterable<State>) {
    this.#first = new Promise((resolve) => this.#waiting.add(resolve));
    void this.#run(follow);
  }

  /** Whether following stopped before a final state: it failed, or the workflow was terminated. A final state stays valid. */
  get isOver(): boolean {
    return this.#isOver && (this.#state === null || this.#state.status === 'IN_PROGRESS');
  }

  /** How long it has not been used. */
  get idleMs(): number {
    return this.#waiting.size > 0 ? 0 : Date.now() - this.#lastAsked;
  }

  async current(): Promise<State> {
    this.#lastAsked = Date.now();
    await this.#first;
    if (this.#state === null) throw this.#error;
    return this.#state;
  }

  /** The next newer state; null when there will be none here, or `signal` came first. */
  async newerThan(version: number, signal: AbortSignal): Promise<State | null> {
    while (!signal.aborted) {
      this.#lastAsked = Date.now();
      if (this.#state && this.#state.version > version) return this.#state;
      if (this.#isOver) return null;
      await this.#changed(signal);
    }
    return null;
  }

  /** Takes over a state that was read elsewhere, if it is newer. One that was ended from outside keeps its version. */
  take(state: State): void {
    const known = this.#state;
    const hasJustEnded = known?.status === 'IN_PROGRESS' && state.status !== 'IN_PROGRESS';
    if (known && !hasJustEnded && known.version >= state.version) return;
    this.#state = state;
    this.#tell();
  }

  end(): void {
    this.#end.abort();
  }

  async #run(follow: (signal: AbortSignal) => AsyncIterable<State>): Promise<void> {
    try {
      for await (const state of follow(this.#end.signal)) this.take(state);
    } catch (error) {
      this.#error = error;
    }
    this.#isOver = true;
    this.#tell();
  }

  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }
}
