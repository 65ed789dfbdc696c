import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * SHA-256 of the programs that we fetch, by platform: whoever could change what a host sends would otherwise have his program run here. They
 * are the hashes of the programs, not of what they are packed in, so that every source of one is held to the same.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
export const PINNED = {
  'temporal-1.9.1': {
    'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
    'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
    'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
    'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
  },
  // The package as npm packs it: all in it is taken from there.
  'sparticuz-chromium-153.0.0.tgz': {
    'linux-x64': '20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0',
  },
  'temporal-test-server-1.40.0': {
    'linux-x64': '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
    'linux-arm64': 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c',
    'darwin-x64': '0aa60a4278bc313167f6d2e46cb362c95df2551384d7c593887e79f4a92aa4ac',
    'darwin-arm64': '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6',
  },
};

/**
 * @param {string} path of a file
 * @returns {Promise<string>} SHA-256, hex
 */
export async function sha256(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * Whether a program that was fetched is the one that we mean, before it is run for the first time.
 *
 * @param {string} name program and version
 * @param {string} path
 * @param {import('./types.js').Context} context
 * @returns {Promise<import('./types.js').Miss | undefined>}
 */
export async function checkPinned(name, path, { platform, arch, hash }) {
  const expected = PINNED[name]?.[`${platform}-${arch}`];
  if (expected === undefined) return { why: `no hash of ${name} is known for ${platform} ${arch}` };
  return (await hash(path)) === expected ? undefined : { why: `what came is not ${name}: its SHA-256 is another one` };
}
