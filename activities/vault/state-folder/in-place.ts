import { stat } from 'node:fs/promises';
import { AgentAuthError } from '../../../contract/index.js';

const identityOf = async (path: string): Promise<string | null> => {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found && `${found.dev}:${found.ino}`;
};

/**
 * Notices that a file in use was moved, deleted or replaced: the process goes on writing to the one it has opened, which is no longer the
 * one that the next start, or a backup, will find.
 * @param path of a file that this process has open
 * @returns a check that throws AgentAuthError `state_dir_moved`
 */
export async function keepsItsPlace(path: string): Promise<() => Promise<void>> {
  const opened = await identityOf(path);
  return async () => {
    if ((await identityOf(path)) !== opened) throw new AgentAuthError('state_dir_moved');
  };
}
