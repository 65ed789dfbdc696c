import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface PageWorldBundle {
  /** Text of a function that answers an `Agent` for the document it runs in. In plain letters, which are sent in half the time. */
  readonly code: string;
  /** Phrases for pages in non-Latin scripts, as JSON. */
  readonly phrases: string;
}

let loaded: Promise<PageWorldBundle> | undefined;

/**
 * The code that runs in pages. A built package contains it. When run from the sources, as in tests, it is bundled on the spot, so that it
 * is never older than the sources.
 */
export function pageWorldBundle(): Promise<PageWorldBundle> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<PageWorldBundle> {
  const builder = builderAbove(dirname(fileURLToPath(import.meta.url)));
  return builder === null
    ? (JSON.parse(await readFile(new URL('../../../../page-world.json', import.meta.url), 'utf8')) as PageWorldBundle)
    : ((await import(pathToFileURL(builder).href)) as Builder).bundlePageWorld();
}

interface Builder {
  bundlePageWorld(): Promise<PageWorldBundle>;
}

/** The build script of the sources that this file belongs to; null in a build, which has its bundle beside it. */
function builderAbove(folder: string): string | null {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (basename(at) === 'dist') return null;
    const builder = join(at, 'scripts', 'build-page-world.mjs');
    if (existsSync(builder)) return builder;
  }
  return null;
}
