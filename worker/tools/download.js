import { createWriteStream } from 'node:fs';
import { chmod, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { executable } from './places.js';

/** A host that does not even answer by then is out of reach. */
const FIRST_ANSWER_MS = 15_000;

const PLATFORMS = /** @type {Partial<Record<NodeJS.Platform, string>>} */ ({
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
});
const ARCHITECTURES = /** @type {Record<string, string>} */ ({ x64: 'amd64', arm64: 'arm64' });

/**
 * Downloads a program from Temporal's download host, by the two steps that its SDKs take: ask where the archive is,
 * then fetch it.
 *
 * @param {{ artifact: string, version: string, program: string }} wanted
 * @param {string} draft folder to put the program into
 * @param {import('./types.js').Context} context
 * @param {AbortSignal} signal
 * @returns {Promise<import('./types.js').Miss | undefined>}
 */
export async function downloadArchive({ artifact, version, program }, draft, context, signal) {
  const platform = PLATFORMS[context.platform];
  const arch = ARCHITECTURES[context.arch];
  if (platform === undefined || arch === undefined) return { why: `nothing for ${context.platform} ${context.arch}` };

  const query = new URLSearchParams({ arch, platform, format: 'tar.gz' });
  const info = await get(`https://temporal.download/${artifact}/v${version}?${query}`, context, signal);
  if ('why' in info) return info;
  const { archiveUrl, fileToExtract } = /** @type {Record<string, unknown>} */ (await info.response.json());
  if (typeof archiveUrl !== 'string' || typeof fileToExtract !== 'string') return { why: 'an unexpected answer' };

  const archive = await get(archiveUrl, context, signal);
  if ('why' in archive) return archive;
  const { body } = archive.response;
  if (body === null) return { why: 'an empty answer' };
  const file = join(draft, 'archive.tar.gz');
  await pipeline(
    Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (body)),
    createWriteStream(file),
    { signal },
  );

  const unpacked = await context.run('tar', ['-xzf', file, '-C', draft, fileToExtract], { timeoutMs: 60_000, signal });
  if (!unpacked.ok) return { why: `the archive could not be unpacked: ${unpacked.why}` };
  const target = join(draft, executable(program, context.platform));
  if (basename(fileToExtract) !== fileToExtract) await rename(join(draft, fileToExtract), target);
  await stat(target);
  await chmod(target, 0o755);
  await rm(file);
  return undefined;
}

/**
 * @param {string} url
 * @param {import('./types.js').Context} context
 * @param {AbortSignal} signal
 * @returns {Promise<{ response: Response } | import('./types.js').Miss>}
 */
async function get(url, context, signal) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), FIRST_ANSWER_MS);
  try {
    const response = await context.fetch(url, { signal: AbortSignal.any([signal, impatience.signal]) });
    return response.ok ? { response } : { why: `it answers ${response.status}` };
  } catch {
    return { why: 'it cannot be reached' };
  } finally {
    clearTimeout(timer);
  }
}
