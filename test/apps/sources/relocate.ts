import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Files of packages in which absolute paths stand in quotes. */
const READ_AS_TEXT: ReadonlySet<string> = new Set(['.php', '.inc', '.conf']);
/** A path that is put behind another one is not absolute. */
const QUOTED_PATH = /(?<!\. ?)(["'])(\/(?:usr|etc|var)\/[^"'\s$]*)\1/g;

/**
 * Packages name their files by absolute paths, in links and in what their programs read. What was unpacked into the folder is pointed to
 * there.
 */
export async function relocate(folder: string): Promise<void> {
  const here = (path: string): string => (existsSync(join(folder, path)) ? join(folder, path) : path);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) {
      const target = await readlink(path);
      if (!target.startsWith('/')) continue;
      await rm(path);
      await symlink(here(target), path);
    } else if (entry.isFile() && READ_AS_TEXT.has(extname(entry.name))) {
      const text = await readFile(path, 'utf8');
      const moved = text.replace(QUOTED_PATH, (_, quote: string, quoted: string) => `${quote}${here(quoted)}${quote}`);
      if (moved !== text) await writeFile(path, moved);
    }
  }
}
