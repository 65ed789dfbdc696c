import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AgentAuthError } from '../../../contract/errors/errors.js';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
const isFull = (code: unknown): boolean => code === 'ENOSPC' || code === 'EDQUOT';

/**
 * Replaces errors of the file system.
 * @param where the file or folder, for whoever starts something on it
 */
export function fileError(error: unknown, where?: string): AgentAuthError {
  const reason = codeOf(error);
  return new AgentAuthError(isFull(reason) ? 'state_dir_full' : 'state_dir_unwritable', {
    ...(where === undefined ? {} : { where }),
    ...(typeof reason === 'string' ? { reason } : {}),
  });
}

/** Makes the folder, for its owner only, and what is missing above it. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    // Not Node's own `recursive`: it never returns where the system takes no folders, as in /proc.
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw fileError(error, path);
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 }).catch((again: unknown) => {
      throw fileError(again, path);
    });
  }
}

/** @returns null when there is none */
export async function readFileIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw fileError(error);
  }
}

/**
 * Makes an empty file for its owner only, unless it is there. What SQLite puts next to it takes over its mode. A file that is there is
 * not opened: closing it would take this process's locks off it (POSIX advisory locks).
 */
export async function touchPrivate(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw fileError(error, path);
  }
}

const syncAndClose = async (file: FileHandle): Promise<void> => {
  await file.sync();
  await file.close();
};

/** What people put behind a name themselves, such as a date, is none. */
const DRAFT = /^\.[0-9a-f]{12}\.draft$/;

/** Removes what was not yet in the place of a file when its writer was killed. Nobody may be writing it. */
export async function removeDrafts(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  const drafts = (await readdir(folder)).filter(
    (other) => other.startsWith(name) && DRAFT.test(other.slice(name.length)),
  );
  await Promise.all(drafts.map((draft) => rm(join(folder, draft), { force: true })));
}

/** Replaces a file as a whole, or not at all, for its owner only. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  try {
    const file = await open(draft, 'wx', 0o600);
    await file.writeFile(text);
    await syncAndClose(file);
    await rename(draft, path);
    // The new name must be on disk before anything relies on it.
    await syncAndClose(await open(dirname(path), 'r'));
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw fileError(error);
  }
}
