import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../../client/internal.js';
import { removeFolder, removeWithThisProcess } from '../../worker/child-process.js';

const folderOf = (stateDir: string): string => join(stateDir, 'browsers');

export interface BrowserFolder {
  readonly path: string;
  /** Removes it. It also goes when this process ends, however it ends. */
  remove(): Promise<void>;
}

/** Makes a folder for one browser, named after the process that has to remove it. It will hold a session, hence mode 0700. */
export async function makeBrowserFolder(stateDir: string): Promise<BrowserFolder> {
  await mkdir(folderOf(stateDir), { recursive: true, mode: 0o700 });
  const path = await mkdtemp(join(folderOf(stateDir), `${process.pid}-`));
  return { path, remove: removeWithThisProcess(path) };
}

/** Removes folders that were left behind together with all that could have removed them, as by a power cut. */
export async function sweepBrowserFolders(stateDir: string): Promise<void> {
  const names = await readdir(folderOf(stateDir)).catch(() => []);
  const left = names.filter((name) => !isRunning(Number.parseInt(name, 10)));
  await Promise.all(left.map((name) => removeFolder(join(folderOf(stateDir), name))));
}
