import { stat } from 'node:fs/promises';
import { AgentAuthError } from '../../../contract/index.js';

const identityOf = async (path: string): Promise<string | null> => {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found && `${found.dev}:${found.ino}`;
};

/**
 * Notices that a database in use was moved, deleted or replaced, or the log that holds what is newest in it: the process goes on writing to the files it has
 * opened, which are no longer those that the next start, or a backup, will find.
 * @param database that this process has open
 * @returns a check that throws AgentAuthError `state_dir_moved`
 */
export async function keepsItsPlace(database: string): Promise<() => Promise<void>> {
  const identities = () => Promise.all([database, `${database}-wal`].map(identityOf));
  const opened = await identities();
  return async () => {
    const now = await identities();
    if (now.some((identity, at) => identity !== opened[at])) throw new AgentAuthError('state_dir_moved');
  };
}
