import { mkdir, mkdtemp, readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { removeFolder, removeWithThisProcess } from './child-process.js';

/** In each folder: locked as long as the process lives that made it, whatever its id, and in whichever container. */
const HELD = '.held';
/** Longer than it takes to lock a folder that was just made. Ms. */
const MADE_MS = 60_000;

/** A folder for one process, which goes when that process ends, however it ends. */
export interface HeldFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** SQLite takes a while to load, and not every process makes folders. */
const locks = () => import('../activities/vault/state-folder.js');

/** Makes one for its owner alone. What lies in it may be a session. @param parent made where it is not there */
export async function makeHeldFolder(parent: string, prefix: string): Promise<HeldFolder> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const path = await mkdtemp(`${parent}${sep}${prefix}`);
  const remove = removeWithThisProcess(path);
  try {
    const { lockFile } = await locks();
    const release = lockFile(join(path, HELD));
    return {
      path,
      async remove() {
        await remove();
        release();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function isLeftBehind(path: string): Promise<boolean> {
  const [folder, held] = await Promise.all([stat(path), stat(join(path, HELD)).catch(() => null)]);
  if (folder.uid !== (process.getuid?.() ?? folder.uid)) return false;
  if (held === null) return Date.now() - folder.mtimeMs > MADE_MS;
  const { lockFile } = await locks();
  lockFile(join(path, HELD))();
  return true;
}

/** Removes folders that were left behind together with all that could have removed them, as by a power cut. */
export async function sweepHeldFolders(parent: string, prefix: string): Promise<void> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix));
  const sweep = async (path: string): Promise<void> => {
    // Somebody has it, or it is somebody else's.
    if (await isLeftBehind(path).catch(() => false)) await removeFolder(path);
  };
  await Promise.all(folders.map(({ name }) => sweep(join(parent, name))));
}
