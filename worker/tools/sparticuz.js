import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { npmCommand } from './npm.js';
import { checkPinned } from './pinned.js';
import { storeInCache } from './store.js';

/**
 * Chromium as the npm package @sparticuz/chromium brings it: a headless build for Linux x64 that needs nothing of the
 * system but glibc, because the package has the other libraries and a font too. It is unpacked here, not installed:
 * its own code unpacks to the temporary folder and turns off what keeps web pages apart.
 *
 * @typedef {import('./types.js').Context} Context
 * @typedef {import('./types.js').Miss} Miss
 */

const VERSION = '153.0.0';
const FOLDER = `chromium-${VERSION}`;

/**
 * @param {Context} context
 * @returns {Promise<import('./types.js').Found | Miss>}
 */
export async function sparticuzCached({ cache, env }) {
  const folder = join(cache, FOLDER);
  const path = join(folder, 'chromium');
  if (!existsSync(path)) return { why: 'nothing there yet' };
  const libraries = [join(folder, 'lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { path, env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf') } };
}

/**
 * @param {Context} context
 * @param {AbortSignal} signal
 * @returns {Promise<import('./types.js').Found | Miss>}
 */
export async function sparticuzPackage(context, signal) {
  const { platform, arch, cache } = context;
  if (platform !== 'linux' || arch !== 'x64') return { why: `it has nothing for ${platform} ${arch}` };
  const miss = await storeInCache(cache, FOLDER, (draft) => unpack(draft, context, signal));
  return miss ?? sparticuzCached(context);
}

/**
 * @param {string} draft
 * @param {Context} context
 * @param {AbortSignal} signal
 * @returns {Promise<Miss | undefined>}
 */
async function unpack(draft, context, signal) {
  const work = join(draft, 'package');
  await mkdir(work);
  const npm = npmCommand(context);
  const options = { timeoutMs: 290_000, signal, cwd: work, shell: npm.shell };
  const fetched = await context.run(npm.program, [...npm.args, 'pack', `@sparticuz/chromium@${VERSION}`], {
    ...options,
    env: context.env,
  });
  if (!fetched.ok) return { why: `npm could not fetch it: ${fetched.why}` };
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) return { why: 'npm fetched nothing' };
  const other = await checkPinned(`sparticuz-chromium-${VERSION}.tgz`, join(work, tarball), context);
  if (other) return other;
  const opened = await context.run('tar', ['-xzf', join(work, tarball), '-C', work, 'package/bin'], options);
  if (!opened.ok) return { why: `the package could not be unpacked: ${opened.why}` };

  context.say('Chromium: unpacking');
  const packed = join(work, 'package', 'bin');
  await decompress(join(packed, 'chromium.br'), join(draft, 'chromium'), signal);
  await chmod(join(draft, 'chromium'), 0o755);
  for (const name of ['al2023', 'swiftshader', 'fonts']) {
    const tar = join(work, `${name}.tar`);
    await decompress(join(packed, `${name}.tar.br`), tar, signal);
    const unpacked = await context.run('tar', ['-xf', tar, '-C', draft], options);
    if (!unpacked.ok) return { why: `its ${name} could not be unpacked: ${unpacked.why}` };
  }
  await writeFile(join(draft, 'fonts.conf'), fontSettings(join(context.cache, FOLDER, 'fonts')));
  await rm(work, { recursive: true });
  return undefined;
}

/**
 * @param {string} from
 * @param {string} to
 * @param {AbortSignal} signal
 */
async function decompress(from, to, signal) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to), { signal });
}

/**
 * The system's fonts where it has some, and the one that we brought: a page without any font has no visible text.
 *
 * @param {string} ownFonts
 */
function fontSettings(ownFonts) {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', ownFonts];
  const escaped = folders.map((folder) => folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${escaped.map((folder) => `  <dir>${folder}</dir>`).join('\n')}
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;
}
