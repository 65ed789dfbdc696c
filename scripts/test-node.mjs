import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmCommand } from '../worker/tools/npm.js';

/**
 * `npm run test:node -- VERSION [ARGS of npm test]`: the tests on another version of Node (`22`, `24.1.0`), which comes from npm's registry
 * and is kept in `.cache/node`.
 */
const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} version
 * @returns {string | null} the folder of the program; null where npm could not get it, which it has said
 */
function nodeOf(version) {
  const home = join(PROJECT, '.cache', 'node', version);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const bin = join(home, 'node_modules', name, 'bin');
  if (existsSync(bin)) return bin;
  mkdirSync(home, { recursive: true });
  const npm = npmCommand({ env: process.env, platform: process.platform });
  const args = ['install', '--prefix', home, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`];
  const { status } = spawnSync(npm.program, [...npm.args, ...args], { stdio: 'inherit', shell: npm.shell });
  return status === 0 && existsSync(bin) ? bin : null;
}

const [version, ...args] = process.argv.slice(2);
if (version === undefined || !/^\d+(\.\d+){0,2}$/.test(version)) {
  console.error('Which version of Node? For example: npm run test:node -- 22');
  process.exit(2);
}
const bin = nodeOf(version);
if (bin === null) process.exit(1);
const { status } = spawnSync(join(bin, 'node'), [join(PROJECT, 'scripts', 'test.mjs'), ...args], {
  cwd: PROJECT,
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
