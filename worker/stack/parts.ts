import { AgentAuthError } from '../../contract/errors/errors.js';
import { type Part, type StartProcess, supervise } from '../supervise.js';

/** The parts of a stack. Each is a process. */
export type StackPart = 'temporal' | 'worker' | 'server' | 'sample';

/** The order in which they end: requests in flight need the worker, and both need Temporal. */
const ENDS: readonly StackPart[] = ['server', 'worker', 'temporal', 'sample'];

/** How long a part may take to end after SIGTERM, in milliseconds, unless it is given more. */
export const GRACE_MS = 5_000;

/** The parts that run or start. */
export class StackParts {
  readonly #parts = new Map<StackPart, { readonly part: Part; readonly graceMs: number }>();
  #isStopped = false;
  readonly #onRestart: (part: StackPart, pid: number) => void;

  /** @param onRestart called when a part that ended by itself was started again */
  constructor(onRestart: (part: StackPart, pid: number) => void) {
    this.#onRestart = onRestart;
  }

  /**
   * Starts a part and keeps it running. Resolves when it is ready.
   * @param graceMs how long it may take to end after SIGTERM
   */
  async keep(name: StackPart, start: StartProcess, graceMs = GRACE_MS): Promise<void> {
    // What a start that was given up comes to.
    if (this.#isStopped) throw new AgentAuthError('internal_error');
    const part = supervise(start, (pid) => this.#onRestart(name, pid));
    // From here on a stop ends it, ready or not.
    this.#parts.set(name, { part, graceMs });
    await part.ready;
  }

  /** Process ids by part. */
  pids(): Partial<Record<StackPart, number>> {
    return Object.fromEntries([...this.#parts].map(([name, { part }]) => [name, part.pid()]));
  }

  /** Ends them one after the other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const name of ENDS) {
      const kept = this.#parts.get(name);
      await kept?.part.stop(kept.graceMs);
    }
  }

  /** Ends all of them at once, what is at work in them included; for somebody who does not want to wait for `stop`. */
  kill(): void {
    this.#isStopped = true;
    for (const { part } of this.#parts.values()) part.kill();
  }
}
