import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const ROOMS = ['contract', 'workflows', 'activities', 'worker', 'client', 'cli', 'server'];

export interface Source {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** The source files of a folder and of all below it. */
export async function sourcesOf(folder: string): Promise<Source[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.(ts|tsx|js|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    // What tests leave there for a moment is no source.
    .filter((file) => !file.includes(`${sep}artifacts${sep}`))
    .sort();
  return Promise.all(files.map(async (file) => ({ path: relative(root, file), text: await readFile(file, 'utf8') })));
}

const TEMPLATE = /`(?:\\.|\$\{[^}]*\}|[^`\\])*`/.source;
const NOT_CODE = new RegExp(
  `${TEMPLATE}|/\\*[\\s\\S]*?\\*/|//[^\\n]*|'(?:\\\\.|[^'\\\\\\n])*'|"(?:\\\\.|[^"\\\\\\n])*"`,
  'g',
);

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** The code alone: comments and texts are blanked out, for what they say is no name. Line breaks stay, and what templates put in. */
export const codeOf = (text: string): string =>
  text.replace(NOT_CODE, (found) =>
    found.startsWith('`')
      ? found.replace(/(\$\{[^}]*\})|[^$]+|\$/g, (part, code) => code ?? blank(part))
      : blank(found),
  );

/** Where an import of a file leads, as a path from the project's folder without an ending; null for packages. */
export const targetOf = (path: string, specifier: string): string | null =>
  specifier.startsWith('.') ? withoutEnding(relative(root, resolve(root, dirname(path), specifier))) : null;

export const withoutEnding = (path: string): string => path.replace(/(\.d)?\.(ts|tsx|js|mjs)$/, '');
