/** What can be known of the file system of a state folder before anything relies on it. */
import { chmod, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentAuthError } from '../contract/errors/errors.js';

/** Less free space than this, in bytes, counts as none: the databases need more to start. */
const MIN_SPACE = 10_000_000;

/** Free space for those who are not root, in bytes. */
export async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** @throws AgentAuthError `state_dir_full` */
export async function checkSpace(folder: string): Promise<void> {
  const free = await freeSpace(folder);
  if (free < MIN_SPACE) throw new AgentAuthError('state_dir_full', { free_bytes: free, needed_bytes: MIN_SPACE });
}

/** Types of `statfs` on Linux (linux/magic.h, and the headers of the file systems). */
const NETWORK: Readonly<Record<number, string>> = {
  26985: 'nfs',
  20859: 'smb',
  4283649346: 'cifs',
  4266872130: 'smb2',
  16914839: '9p',
  1397113167: 'afs',
  1799439955: 'afs',
  1937076805: 'coda',
  12805120: 'ceph',
  198183888: 'lustre',
  1196443219: 'gpfs',
  1952539503: 'ocfs2',
  18225520: 'gfs2',
  22092: 'ncp',
};

export const networkTypeOf = (type: number): string | null => NETWORK[type >>> 0] ?? null;

/**
 * The network file system that a folder is on; null for none, and where the system does not say. Locks and the log of SQLite rely on what
 * such ones promise by halves: two machines could write to one database.
 */
export async function networkFileSystem(folder: string): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  return networkTypeOf((await statfs(folder)).type);
}

const DATABASES = ['vault.db', 'temporal.db'].flatMap((name) => [name, `${name}-wal`, `${name}-shm`]);
/** What lies in a state folder and is for its owner only. */
const PRIVATE_FILES = ['master-key', 'access-key', 'stack.json', ...DATABASES] as const;

/** Files of the state folder that others than their owner may read or write. */
export async function openFiles(folder: string): Promise<string[]> {
  const modes = await Promise.all(
    PRIVATE_FILES.map((name) =>
      stat(join(folder, name)).then(
        ({ mode }) => mode & 0o077,
        () => 0,
      ),
    ),
  );
  return PRIVATE_FILES.filter((_, index) => modes[index] !== 0);
}

/** Takes the rights of others off files of the state folder, such as those that a program with another mask of file modes has made. */
export async function closeFiles(folder: string): Promise<void> {
  for (const name of await openFiles(folder)) await chmod(join(folder, name), 0o600).catch(() => undefined);
}
