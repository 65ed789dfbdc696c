import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../../client/internal.js';

const folderOf = (stateDir: string): string => join(stateDir, 'browsers');

/** Makes a folder for one browser, named after the process that has to remove it. It will hold a session, hence mode 0700. */
export async function makeBrowserFolder(stateDir: string): Promise<string> {
  await mkdir(folderOf(stateDir), { recursive: true, mode: 0o700 });
  return mkdtemp(join(folderOf(stateDir), `${process.pid}-`));
}

export const removeBrowserFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5 });

/** Removes folders that killed processes have left behind. */
export async function sweepBrowserFolders(stateDir: string): Promise<void> {
  const names = await readdir(folderOf(stateDir)).catch(() => []);
  const left = names.filter((name) => !isRunning(Number.parseInt(name, 10)));
  await Promise.all(left.map((name) => removeBrowserFolder(join(folderOf(stateDir), name))));
}
