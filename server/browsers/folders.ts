import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../../client/internal.js';

const folderOf = (stateDir: string): string => join(stateDir, 'browsers');

/** A folder for one browser, named after the process that has to take it away again. It will hold a session: mode 0700. */
export async function makeBrowserFolder(stateDir: string): Promise<string> {
  await mkdir(folderOf(stateDir), { recursive: true, mode: 0o700 });
  return mkdtemp(join(folderOf(stateDir), `${process.pid}-`));
}

export const removeBrowserFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5 });

/** Takes away what processes that were killed have left. */
export async function sweepBrowserFolders(stateDir: string): Promise<void> {
  const names = await readdir(folderOf(stateDir)).catch(() => []);
  const left = names.filter((name) => !isRunning(Number.parseInt(name, 10)));
  await Promise.all(left.map((name) => removeBrowserFolder(join(folderOf(stateDir), name))));
}
