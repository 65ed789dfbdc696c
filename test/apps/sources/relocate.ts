import { existsSync, lstatSync } from 'node:fs';
import { readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';

/** Files of packages in which absolute paths stand in quotes. */
const READ_AS_TEXT: ReadonlySet<string> = new Set(['.php', '.inc', '.conf']);
/** A path that is put behind another one is not absolute. */
const QUOTED_PATH = /(?<!\. ?)(["'])(\/(?:usr|etc|var)\/[^"'\s$]*)\1/g;

/**
 * Packages name their files by paths of the system, in links and in what their programs read. What was unpacked into the folder is pointed
 * to there; what a link leads to and the system has already, on the system.
 */
export async function relocate(folder: string): Promise<void> {
  const unpacked = (path: string): boolean => lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined;
  const here = (path: string): string => (unpacked(path) ? join(folder, path) : path);

  const relink = async (path: string): Promise<void> => {
    const target = await readlink(path);
    const meant = resolve('/', dirname(path.slice(folder.length)), target);
    if (!unpacked(meant) && !existsSync(meant)) return;
    await rm(path);
    await symlink(here(meant), path);
  };

  const rewrite = async (path: string): Promise<void> => {
    const text = await readFile(path, 'utf8');
    const moved = text.replace(QUOTED_PATH, (_, quote: string, quoted: string) => `${quote}${here(quoted)}${quote}`);
    if (moved !== text) await writeFile(path, moved);
  };

  // Not Node's own `recursive`: since version 26 it goes where links lead, and these lead out of the folder.
  const visit = async (inside: string): Promise<void> => {
    for (const entry of await readdir(inside, { withFileTypes: true })) {
      const path = join(inside, entry.name);
      if (entry.isSymbolicLink()) await relink(path);
      else if (entry.isDirectory()) await visit(path);
      else if (entry.isFile() && READ_AS_TEXT.has(extname(entry.name))) await rewrite(path);
    }
  };
  await visit(folder);
}
