import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import type { FrameView } from './in-page/frame-view.js';
import type { ProposedForm } from './proposal.js';

/** Runs inside a page. Answers what reads the page as it then is, as often as one likes. */
export type InPage = () => (proposals: readonly ProposedForm[]) => FrameView;

let loaded: Promise<InPage> | undefined;

/**
 * The function to hand to `frame.evaluateHandle`; it's of no use in Node itself. A built package carries
 * it; run from its sources (as tests do) it's bundled on the spot, so that it can never be older than the sources.
 */
export function inPage(): Promise<InPage> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<InPage> {
  const builder = builderAbove(dirname(fileURLToPath(import.meta.url)));
  const code =
    builder === null
      ? await readFile(new URL('../../../in-page.js', import.meta.url), 'utf8')
      : await ((await import(pathToFileURL(builder).href)) as Builder).bundleInPage();
  return runInThisContext(`(${code})`) as InPage;
}

interface Builder {
  bundleInPage(): Promise<string>;
}

/** The build script of the sources that this file belongs to; null in a build, which has its bundle beside it. */
function builderAbove(folder: string): string | null {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (basename(at) === 'dist') return null;
    const builder = join(at, 'scripts', 'build-in-page.mjs');
    if (existsSync(builder)) return builder;
  }
  return null;
}
