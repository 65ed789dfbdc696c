import { builtFile } from '../built-file.js';
import { readConfig } from '../config.js';
import { AFTER_DRAIN_MS } from '../drain.js';
import { type OwnProcess, startOwnProcess } from './own-process.js';
import type { StackParts } from './parts.js';

/** More than a worker takes to end by itself. */
const MARGIN_MS = AFTER_DRAIN_MS + 2_000;

/** How long a worker may take to end, in ms. */
export const workerGraceMs = (env: NodeJS.ProcessEnv): number => readConfig(env).drainMs + MARGIN_MS;

/**
 * @param env says where the state folder is
 * @param temporal says where Temporal is, when it is there
 */
export function startWorker(parts: StackParts, env: NodeJS.ProcessEnv, temporal: OwnProcess['others']): Promise<void> {
  const graceMs = workerGraceMs(env);
  const file = builtFile('worker', 'worker-process.js');
  return parts.keep(
    'worker',
    async (onSpawn) => {
      const process = { file, env, late: 'worker_unavailable', graceMs, others: temporal, onSpawn } as const;
      return (await startOwnProcess(process)).child;
    },
    graceMs,
  );
}
