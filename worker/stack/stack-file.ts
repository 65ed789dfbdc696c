import { rm } from 'node:fs/promises';
import { readFileIfThere, replaceFile } from '../../activities/vault/state-folder.js';
import { type StackFile, stackFilePath, stackFileSchema } from '../../contract/machine/stack-file.js';

/** Null where none was left, or one that can't be read. */
export async function readStackFile(stateDir: string): Promise<StackFile | null> {
  const text = await readFileIfThere(stackFilePath(stateDir));
  try {
    return text === null ? null : stackFileSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export const writeStackFile = (stateDir: string, file: StackFile): Promise<void> =>
  replaceFile(stackFilePath(stateDir), JSON.stringify(file, null, 2));

export const removeStackFile = (stateDir: string): Promise<void> => rm(stackFilePath(stateDir), { force: true });

/** The port of `host:port` or of an address that ends with it. */
export const portOf = (address: string | null | undefined): number | null => {
  const port = Number(address?.split(':').at(-1)?.replace('/', ''));
  return Number.isInteger(port) && port > 0 ? port : null;
};
