import type { ChildProcess } from 'node:child_process';
import { type Part, supervise } from '../supervise.js';

/** The parts of a stack. Each is a process. */
export type StackPart = 'temporal' | 'worker' | 'server' | 'sample';

/** How long a part may take to end after SIGTERM, in milliseconds. A step of the worker may take 20 seconds. */
export const GRACE_MS: Readonly<Record<StackPart, number>> = {
  temporal: 5_000,
  worker: 25_000,
  server: 5_000,
  sample: 5_000,
};

/** The parts that run, in the order in which they were started. */
export class StackParts {
  readonly #parts: { readonly name: StackPart; readonly part: Part }[] = [];
  readonly #onRestart: (part: StackPart, pid: number) => void;

  /** @param onRestart called when a part that ended by itself was started again */
  constructor(onRestart: (part: StackPart, pid: number) => void) {
    this.#onRestart = onRestart;
  }

  /** Starts a part and keeps it running. */
  async keep(name: StackPart, start: () => Promise<ChildProcess>): Promise<void> {
    const part = await supervise(start, (pid) => this.#onRestart(name, pid));
    this.#parts.push({ name, part });
  }

  /** Process ids by part. */
  pids(): Partial<Record<StackPart, number>> {
    return Object.fromEntries(this.#parts.map(({ name, part }) => [name, part.pid()]));
  }

  /** The last started is stopped first: requests in flight need the worker, and both need Temporal. */
  async stop(): Promise<void> {
    for (const { name, part } of this.#parts.toReversed()) await part.stop(GRACE_MS[name]);
  }
}
