import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from '../../worker/tools/npm.js';
import { run } from '../../worker/tools/run.js';

const NPM_CI_MS = 10 * 60_000;

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }>} Packages */

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes down what it installed as its last step, so an
 * interrupted installation does not pass. Packages for other platforms are allowed to be absent.
 *
 * @param {string} project
 */
export function dependenciesAreInstalled(project) {
  const installed = packagesIn(join(project, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  const wanted = packagesIn(join(project, 'package-lock.json')) ?? {};
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer }]) => {
    if (path === '') return true;
    const there = installed[path];
    if (there === undefined) return Boolean(optional || devOptional || peer);
    return there.version === version;
  });
}

/**
 * @param {string} lockFile
 * @returns {Packages | undefined}
 */
function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Runs `npm ci`.
 *
 * @param {string} project
 * @returns {Promise<string | null>} what went wrong
 */
export async function installDependencies(project) {
  const npm = npmCommand({ env: process.env, platform: process.platform });
  const result = await run(npm.program, [...npm.args, 'ci', '--no-audit', '--no-fund'], {
    cwd: project,
    timeoutMs: NPM_CI_MS,
    output: 'inherit',
    shell: npm.shell,
  });
  return result.ok ? null : `npm ci failed: ${result.why}`;
}
