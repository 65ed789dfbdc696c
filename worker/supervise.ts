import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AgentAuthError } from '../contract/errors/errors.js';

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 10_000;
/** A part that ran this long before it ended is restarted with the shortest pause again. */
const STABLE_MS = 30_000;

/**
 * Starts a process.
 * @param onSpawn told the process as soon as there is one: it has to be ended also when it never gets ready
 * @returns the process, when it is ready
 */
export type StartProcess = (onSpawn: (child: ChildProcess) => void) => Promise<ChildProcess>;

export interface Part {
  /** Resolves when it is ready for the first time. */
  readonly ready: Promise<void>;
  /** Process id, of the latest start. */
  readonly pid: () => number;
  /** Ends it for good, also in the middle of a start: SIGTERM, and SIGKILL when that does not help in time. */
  stop(graceMs: number): Promise<void>;
  /** Ends what is left of it at once. */
  kill(): void;
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/**
 * Keeps a process running: whenever it ends by itself it is started again, after a pause that grows.
 * @param onRestart called with each new start
 */
export function supervise(start: StartProcess, onRestart: (pid: number) => void): Part {
  let child: ChildProcess | null = null;
  const stopped = new AbortController();
  const { signal } = stopped;

  const startOnce = async (): Promise<ChildProcess> => {
    if (signal.aborted) throw new AgentAuthError('internal_error');
    return start((spawned) => {
      child = spawned;
      // It has nothing in hand yet.
      if (signal.aborted) spawned.kill('SIGKILL');
    });
  };

  const keep = async (first: ChildProcess): Promise<void> => {
    let running = first;
    let delay = FIRST_DELAY_MS;
    while (!signal.aborted) {
      const startedAt = Date.now();
      if (!ended(running)) await once(running, 'exit');
      if (Date.now() - startedAt > STABLE_MS) delay = FIRST_DELAY_MS;
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      delay = Math.min(delay * 2, MAX_DELAY_MS);
      try {
        running = await startOnce();
        onRestart(running.pid!);
      } catch {
        // Not ready this time: `running` is still the one that ended, so the next round waits longer and tries again.
      }
    }
  };
  const first = startOnce();
  const kept = first.then(keep, () => undefined);

  const end = async (graceMs: number): Promise<void> => {
    if (child === null || ended(child)) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child?.kill('SIGKILL'), graceMs);
    await exit;
    clearTimeout(timer);
  };

  return {
    ready: first.then(() => undefined),
    pid: () => child!.pid!,
    async stop(graceMs) {
      stopped.abort();
      await end(graceMs);
      await kept;
    },
    kill() {
      stopped.abort();
      child?.kill('SIGKILL');
    },
  };
}
