import { builtFile } from '../built-file.js';
import { readConfig } from '../config.js';
import { AFTER_DRAIN_MS } from '../drain.js';
import { startOwnProcess } from './own-process.js';
import type { StackParts } from './parts.js';

/** More than a worker takes to end by itself. */
const MARGIN_MS = AFTER_DRAIN_MS + 2_000;

/** How long a worker may take to end, in ms. */
export const workerGraceMs = (env: NodeJS.ProcessEnv): number => readConfig(env).drainMs + MARGIN_MS;

/** @param env also says where Temporal and the state folder are */
export function startWorker(parts: StackParts, env: NodeJS.ProcessEnv): Promise<void> {
  const graceMs = workerGraceMs(env);
  const file = builtFile('worker', 'worker-process.js');
  return parts.keep(
    'worker',
    async (onSpawn) => (await startOwnProcess({ file, env, late: 'worker_unavailable', graceMs, onSpawn })).child,
    graceMs,
  );
}
