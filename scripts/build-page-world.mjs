// Bundles what runs inside web pages (activities/login/page-world) into the text of one function.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const inFolder = (/** @type {string} */ file) => fileURLToPath(new URL(`../activities/login/${file}`, import.meta.url));

/**
 * @returns {Promise<{ code: string, phrases: string }>} a function that answers the agent of the document it runs in; and the
 * phrases that it takes along for pages in other scripts than plain letters. The code is in plain letters itself, which is sent in half the time.
 */
export async function bundlePageWorld() {
  const { plain, others } = await words();
  const wordIndex = () => ({ contents: `export const WORDS = JSON.parse(${JSON.stringify(JSON.stringify(plain))});` });
  const code = await bundled({
    entryPoints: [inFolder('page-world/main.ts')],
    format: 'iife',
    globalName: 'pageWorld',
    target: 'chrome120',
    charset: 'ascii',
    minify: true,
    legalComments: 'none',
    banner: { js: 'function pageWorldAgent() {' },
    footer: { js: 'return pageWorld.agent; }' },
    plugins: [{ name: 'word-index', setup: ({ onLoad }) => onLoad({ filter: /[\\/]word-index\.ts$/ }, wordIndex) }],
  });
  return { code: escaped(code), phrases: JSON.stringify(others) };
}

/** The few other characters, all in texts and expressions, written as JavaScript escapes. */
const escaped = (/** @type {string} */ code) =>
  code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The word lists as they are looked up: made here once, not in every page. Text that JSON.parse reads is the quickest to load. */
async function words() {
  const code = await bundled({
    entryPoints: [inFolder('page-world/words/index-words.ts')],
    format: 'esm',
    platform: 'node',
  });
  const { indexWords, splitWords } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const [plain, others] = splitWords(indexWords());
  return { plain, others };
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
export async function buildPageWorld(outFile) {
  await mkdir(dirname(outFile), { recursive: true });
  await writeFile(outFile, JSON.stringify(await bundlePageWorld()));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildPageWorld(resolve(process.argv[2] ?? 'dist/page-world.json'));
}
