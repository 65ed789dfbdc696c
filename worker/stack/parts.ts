import type { ChildProcess } from 'node:child_process';
import { type Part, supervise } from '../supervise.js';

/** The parts of a stack. Each is a process. */
export type StackPart = 'temporal' | 'worker' | 'server' | 'sample';

/** How long a part may take to end after SIGTERM, in milliseconds, unless it is given more. */
export const GRACE_MS = 5_000;

/** The parts that run, in the order in which they were started. */
export class StackParts {
  readonly #parts: { readonly name: StackPart; readonly part: Part; readonly graceMs: number }[] = [];
  readonly #onRestart: (part: StackPart, pid: number) => void;

  /** @param onRestart called when a part that ended by itself was started again */
  constructor(onRestart: (part: StackPart, pid: number) => void) {
    this.#onRestart = onRestart;
  }

  /**
   * Starts a part and keeps it running.
   * @param graceMs how long it may take to end after SIGTERM
   */
  async keep(name: StackPart, start: () => Promise<ChildProcess>, graceMs = GRACE_MS): Promise<void> {
    const part = await supervise(start, (pid) => this.#onRestart(name, pid));
    this.#parts.push({ name, part, graceMs });
  }

  /** Process ids by part. */
  pids(): Partial<Record<StackPart, number>> {
    return Object.fromEntries(this.#parts.map(({ name, part }) => [name, part.pid()]));
  }

  /** The last started is stopped first: requests in flight need the worker, and both need Temporal. */
  async stop(): Promise<void> {
    for (const { part, graceMs } of this.#parts.toReversed()) await part.stop(graceMs);
  }
}
