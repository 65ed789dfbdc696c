import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Of the first page (https://www.sqlite.org/fileformat.html, 1.3): where the header says how long the file is. */
const HEADER_BYTES = 100;
const PAGE_SIZE = 16;
const CHANGES = 24;
const PAGES = 28;
const CHANGES_WITH_PAGES = 92;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Whether there is something in a database: one that is made has no bytes for a moment. */
export const hasContent = (path: string): boolean => sizeOf(path) > 0;

/**
 * Whether a database file is all there. SQLite itself notices a missing end only when it reads it: a restore that was cut would be gone on with. What is in
 * the log counts before the file, so that with a log nothing can be said. Call it before the file is opened: closing it takes this process's locks off it.
 */
export async function isWhole(path: string): Promise<boolean> {
  const size = sizeOf(path);
  if (size === 0 || sizeOf(`${path}-wal`) > 0) return true;
  const file = await open(path, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
    if (bytesRead < HEADER_BYTES) return false;
    // Programs that do not keep the length leave these two apart.
    if (header.readUInt32BE(CHANGES) !== header.readUInt32BE(CHANGES_WITH_PAGES)) return true;
    const pageSize = header.readUInt16BE(PAGE_SIZE);
    return size >= header.readUInt32BE(PAGES) * (pageSize === 1 ? 65_536 : pageSize);
  } finally {
    await file.close();
  }
}
