import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 10_000;
/** A part that ran this long before it ended is restarted with the shortest pause again. */
const STABLE_MS = 30_000;

export interface Part {
  /** Process id, of the latest start. */
  readonly pid: () => number;
  /** Ends it for good: SIGTERM, and SIGKILL when that does not help in time. */
  stop(graceMs: number): Promise<void>;
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/**
 * Keeps a process running: whenever it ends by itself it is started again, after a pause that grows.
 * @param start starts the process and resolves when it is ready
 * @param onRestart called with each new start
 */
export async function supervise(start: () => Promise<ChildProcess>, onRestart: (pid: number) => void): Promise<Part> {
  let child = await start();
  let stopping = false;

  const keep = async (): Promise<void> => {
    let delay = FIRST_DELAY_MS;
    while (!stopping) {
      const startedAt = Date.now();
      if (!ended(child)) await once(child, 'exit');
      if (stopping) return;
      if (Date.now() - startedAt > STABLE_MS) delay = FIRST_DELAY_MS;
      await sleep(delay);
      delay = Math.min(delay * 2, MAX_DELAY_MS);
      if (stopping) return;
      try {
        child = await start();
        onRestart(child.pid!);
      } catch {
        // Not ready this time: `child` is still the one that ended, so the next round waits longer and tries again.
      }
    }
  };
  const kept = keep();

  return {
    pid: () => child.pid!,
    async stop(graceMs) {
      stopping = true;
      if (!ended(child)) {
        const exit = once(child, 'exit');
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
        await exit;
        clearTimeout(timer);
      }
      await kept;
    },
  };
}
