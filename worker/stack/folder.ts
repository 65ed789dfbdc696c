/** A stack takes its state folder. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockFolder, readOwner } from '../../activities/vault/state-folder.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import { isRunning } from '../../contract/machine/is-running.js';
import { readStackFile } from './stack-file.js';

const POLL_MS = 100;

const isInUse = (error: unknown): error is AgentAuthError => hasCode(error, 'state_dir_in_use');

/**
 * Takes the folder for a stack.
 * @throws AgentAuthError `state_dir_in_use`, with who has it since when, and where that one is reached
 */
export async function lockForStack(stateDir: string): Promise<() => Promise<void>> {
  try {
    return await lockFolder(join(stateDir, 'up.lock'));
  } catch (error) {
    if (!isInUse(error)) throw error;
    const file = await readStackFile(stateDir);
    const { temporal_address, http_url, ui_url } = file?.pids.up === error.details.pid ? (file ?? {}) : {};
    throw new AgentAuthError('state_dir_in_use', { ...error.details, temporal_address, http_url, ui_url });
  }
}

/** Whether the worker that has the vault belongs to a stack that is gone: then it is about to end. */
async function isLeftBehind(lock: string): Promise<boolean> {
  const owner = await readOwner(lock);
  return owner !== null && owner.stack !== null && owner.host === hostname() && !isRunning(owner.stack);
}

/**
 * Waits until a worker that a killed stack has left behind is done with the vault, and checks that nobody else has it.
 * @param withinMs what such a worker may take
 * @param onWait called when there is one
 * @throws AgentAuthError `state_dir_in_use`
 */
export async function checkVaultIsFree(stateDir: string, withinMs: number, onWait: () => void): Promise<void> {
  const lock = join(stateDir, 'vault.lock');
  const until = Date.now() + withinMs;
  let isWaiting = false;
  const isFree = async (): Promise<boolean> => {
    try {
      await (await lockFolder(lock))();
      return true;
    } catch (error) {
      if (!isInUse(error) || Date.now() > until || !(await isLeftBehind(lock))) throw error;
      return false;
    }
  };
  while (!(await isFree())) {
    if (!isWaiting) onWait();
    isWaiting = true;
    await sleep(POLL_MS);
  }
}
