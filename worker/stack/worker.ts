import { builtFile } from '../built-file.js';
import { startOwnProcess } from './own-process.js';
import { GRACE_MS, type StackParts } from './parts.js';

/** @param env also says where Temporal and the state folder are */
export const startWorker = (parts: StackParts, env: NodeJS.ProcessEnv): Promise<void> =>
  parts.keep('worker', async () => {
    const file = builtFile('worker', 'worker-process.js');
    return (await startOwnProcess({ file, env, late: 'worker_unavailable', graceMs: GRACE_MS.worker })).child;
  });
