// Bundles what runs inside web pages (activities/login/discover/in-page) into one function, ready for `frame.evaluateHandle`.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const inFolder = (/** @type {string} */ file) =>
  fileURLToPath(new URL(`../activities/login/discover/in-page/${file}`, import.meta.url));

/**
 * The bundle as text: a function that, run inside a page, answers what reads that page.
 * @returns {Promise<string>}
 */
export async function bundleInPage() {
  return bundled({
    entryPoints: [inFolder('entry.ts')],
    format: 'iife',
    globalName: 'inPage',
    target: 'chrome120',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    banner: { js: 'function inPageReader() {' },
    footer: { js: 'return inPage.scan; }' },
    plugins: [{ name: 'word-index', setup: ({ onLoad }) => onLoad({ filter: /[\\/]word-index\.ts$/ }, wordIndex) }],
  });
}

/** The word lists as they are looked up: made here once, not in every page. Text that JSON.parse reads is the quickest to load. */
async function wordIndex() {
  const code = await bundled({ entryPoints: [inFolder('index-words.ts')], format: 'esm', platform: 'node' });
  const { indexWords } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return { contents: `export const WORDS = JSON.parse(${JSON.stringify(JSON.stringify(indexWords()))});` };
}

/**
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<string>}
 */
async function bundled(options) {
  const { outputFiles } = await build({ bundle: true, ...options, write: false });
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
