import { readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { replaceFile } from './files.js';

const schema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  since: z.iso.datetime(),
  /** The stack that has started it; null for what runs on its own. */
  stack: z.int().positive().nullable(),
});

/** Who has taken a lock, as it says itself. */
export type Owner = z.infer<typeof schema>;

const fileOf = (lock: string): string => `${lock}.owner`;

/** Writes down that this process has a lock. It only tells: the lock itself is what counts. */
export const writeOwner = (lock: string): Promise<void> => {
  const stack = process.connected ? process.ppid : null;
  const owner: Owner = { pid: process.pid, host: hostname(), since: new Date().toISOString(), stack };
  return replaceFile(fileOf(lock), JSON.stringify(owner));
};

export const removeOwner = (lock: string): Promise<void> => rm(fileOf(lock), { force: true });

/** Null where nobody has said so. */
export async function readOwner(lock: string): Promise<Owner | null> {
  try {
    return schema.parse(JSON.parse(await readFile(fileOf(lock), 'utf8')));
  } catch {
    return null;
  }
}
