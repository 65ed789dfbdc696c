import type { AgentAuth, AgentAuthInvocation } from '../../client/index.js';
import { hasEnded } from '../../client/internal.js';
import { BoundedMap } from '../bounded-map.js';
import { Watch } from './watch.js';

const MAX_WATCHES = 2_000;
/** A watch ends when it was not used for this long. */
const IDLE_MS = 90_000;

/**
 * Invocations that somebody looks at. Each is followed by one long poll of Temporal, however many ask and however often: those are
 * answered from memory.
 */
export class Watches {
  readonly #auth: AgentAuth;
  readonly #watches = new BoundedMap<Watch>(MAX_WATCHES, (watch) => watch.end());
  readonly #sweeper: NodeJS.Timeout;

  constructor(auth: AgentAuth) {
    this.#auth = auth;
    this.#sweeper = setInterval(() => this.#sweep(), IDLE_MS / 3).unref();
  }

  /** @throws AgentAuthError `invocation_not_found`, `worker_unavailable` and the like */
  async state(id: string): Promise<AgentAuthInvocation> {
    return (await this.#watch(id)).current();
  }

  /** The state now and each newer one, until the end or `signal`. */
  async *states(id: string, signal: AbortSignal): AsyncGenerator<AgentAuthInvocation, void> {
    const watch = await this.#watch(id);
    let state: AgentAuthInvocation | null = await watch.current();
    while (state !== null && !signal.aborted) {
      yield state;
      if (hasEnded(state.status)) return;
      state = await watch.newerThan(state.version, signal);
    }
  }

  /** Reads the state again right after an answer, so that the next caller does not see the question that was answered. */
  async refresh(id: string): Promise<void> {
    this.#watches.get(id)?.take(await this.#auth.agents.auth.invocations.retrieve(id));
  }

  end(): void {
    clearInterval(this.#sweeper);
    for (const [, watch] of this.#watches.entries()) watch.end();
  }

  async #watch(id: string): Promise<Watch> {
    const there = this.#watches.get(id);
    if (there && !there.isOver) return there;
    const watch = new Watch((signal) => this.#auth.agents.auth.invocations.follow(id, { signal }));
    this.#watches.set(id, watch);
    return watch;
  }

  #sweep(): void {
    for (const [id, watch] of [...this.#watches.entries()]) {
      if (watch.idleMs < IDLE_MS) continue;
      this.#watches.delete(id);
      watch.end();
    }
  }
}
