// Bundles what runs inside web pages (activities/login/discover/in-page) into one function, ready for `frame.evaluate`.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ENTRY = fileURLToPath(new URL('../activities/login/discover/in-page/entry.ts', import.meta.url));

/**
 * The bundle as text: one function of an optional element, to be run inside a page.
 * @returns {Promise<string>}
 */
export async function bundleInPage() {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'inPage',
    target: 'chrome120',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    banner: { js: 'function inPageRun(element) {' },
    footer: { js: 'return inPage.run(element); }' },
  });
  return /** @type {import('esbuild').OutputFile} */ (outputFiles[0]).text;
}

/**
 * Writes the bundle.
 * @param {string} outFile
 */
export async function buildInPage(outFile) {
  await mkdir(dirname(outFile), { recursive: true });
  await writeFile(outFile, await bundleInPage());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildInPage(resolve(process.argv[2] ?? 'dist/in-page.js'));
}
