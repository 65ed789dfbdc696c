import { AgentAuthError } from '../../../contract/errors/errors.js';
import { DatabaseBusy } from '../store/errors.js';
import { connect } from '../store/sqlite/connect.js';
import { sqliteError } from '../store/sqlite/errors.js';
import { touchPrivate } from './files.js';
import { readOwner, removeOwner, writeOwner } from './owner.js';

/** Whoever takes a file for as long as the process lives need not keep what gives it back: without a reference, the garbage collector would. */
const taken = new Set<ReturnType<typeof connect>>();

/**
 * Takes a file for this process: an open write transaction on a database that holds nothing. The operating system ends it with
 * the process, however that ends, so there is nothing stale to judge.
 * @returns gives it back
 * @throws DatabaseBusy where somebody has it
 */
export function lockFile(path: string): () => void {
  const database = connect(path, 0);
  try {
    database.exec('begin immediate');
  } catch (error) {
    if (database.open) database.close();
    throw sqliteError(error);
  }
  taken.add(database);
  return () => {
    taken.delete(database);
    if (!database.open) return;
    // Closing alone releases the file only when the garbage collector gets to it.
    database.exec('rollback');
    database.close();
  };
}

/**
 * Takes the folder for this process.
 * @returns gives the folder back
 * @throws AgentAuthError `state_dir_in_use`, with who has it
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  await touchPrivate(path);
  try {
    const release = lockFile(path);
    await writeOwner(path).catch((error: unknown) => {
      release();
      throw error;
    });
    return async () => {
      await removeOwner(path).catch(() => undefined);
      release();
    };
  } catch (error) {
    const ours = sqliteError(error);
    if (!(ours instanceof DatabaseBusy)) throw ours;
    const { pid, host, since } = (await readOwner(path)) ?? {};
    throw new AgentAuthError('state_dir_in_use', pid === undefined ? {} : { pid, host, since });
  }
}
