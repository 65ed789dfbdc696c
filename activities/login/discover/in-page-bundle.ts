import { readFile } from 'node:fs/promises';
import { runInThisContext } from 'node:vm';
import type { FrameView } from './in-page/frame-view.js';
import type { Inspection } from './in-page/inspect.js';

/** What runs inside a page: without an element it reads the page, with one it looks at that element again. */
export interface InPage {
  (): FrameView;
  (element: Element): Inspection;
}

let loaded: Promise<InPage> | undefined;

/**
 * The function to hand to `frame.evaluate` or `locator.evaluate`; it's of no use in Node itself. A built package carries
 * it; run from its sources (as tests do) it's bundled on the spot, so that it can never be older than the sources.
 */
export function inPage(): Promise<InPage> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<InPage> {
  const fromSources = import.meta.url.endsWith('.ts');
  const code = fromSources ? await bundle() : await readFile(new URL('../../../in-page.js', import.meta.url), 'utf8');
  return runInThisContext(`(${code})`) as InPage;
}

async function bundle(): Promise<string> {
  const builder = new URL('../../../scripts/build-in-page.mjs', import.meta.url).href;
  const { bundleInPage } = (await import(builder)) as { bundleInPage(): Promise<string> };
  return bundleInPage();
}
