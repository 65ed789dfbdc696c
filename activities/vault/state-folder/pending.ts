/**
 * Files that a transaction writes for its vault. Until the transaction has ended, and after a crash, they lie beside their place: so whoever reads one in
 * its place reads what the vault knows.
 */
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError, readFileIfThere, removeDrafts, replaceFile } from './files.js';

const beside = (path: string): string => `${path}.new`;

export const writePending = (path: string, text: string): Promise<void> => replaceFile(beside(path), text);
export const readPending = (path: string): Promise<string | null> => readFileIfThere(beside(path));
/** Removes what was cut short before it lay beside its place. */
export const removePendingDrafts = (path: string): Promise<void> => removeDrafts(beside(path));
export const dropPending = (path: string): Promise<void> => rm(beside(path), { force: true });

/** Puts what was written in its place, if something was. */
export async function keepPending(path: string): Promise<void> {
  if (!existsSync(beside(path))) return;
  try {
    await rename(beside(path), path);
    const folder = await open(dirname(path), 'r');
    await folder.sync();
    await folder.close();
  } catch (error) {
    throw fileError(error, path);
  }
}
