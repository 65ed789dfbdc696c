import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import type { FrameView } from './in-page/frame-view.js';
import type { ProposedForm } from './proposal.js';

/** Reads the page that it runs in. */
export type ReadPage = (proposals: readonly ProposedForm[], phrases: string | null) => FrameView;

export interface InPage {
  /** Runs inside a page. Answers what reads the page as it then is, as often as one likes; of no use in Node itself. */
  readonly reader: () => ReadPage;
  /** What that takes along for pages in other scripts than plain letters. */
  readonly phrases: string;
}

let loaded: Promise<InPage> | undefined;

/**
 * What goes into pages. A built package carries it; run from its sources (as tests do) it's bundled on the spot, so that it can never be older than the sources.
 */
export function inPage(): Promise<InPage> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<InPage> {
  const builder = builderAbove(dirname(fileURLToPath(import.meta.url)));
  const { code, phrases } =
    builder === null
      ? (JSON.parse(await readFile(new URL('../../../in-page.json', import.meta.url), 'utf8')) as Bundle)
      : await ((await import(pathToFileURL(builder).href)) as Builder).bundleInPage();
  return { reader: runInThisContext(`(${code})`) as InPage['reader'], phrases };
}

interface Bundle {
  readonly code: string;
  readonly phrases: string;
}

interface Builder {
  bundleInPage(): Promise<Bundle>;
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
