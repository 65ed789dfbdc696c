import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Our folder in the user's cache, as each platform wants it (on Linux: the XDG Base Directory Specification).
 *
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 */
export function cacheFolder(platform, env, home) {
  return join(userCache(platform, env, home), 'temporal-agent-auth');
}

/**
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 */
function userCache(platform, env, home) {
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME;
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  return join(home, '.cache');
}

/**
 * The files of these names in the folders of PATH, in the order of PATH.
 *
 * @param {readonly string[]} names without `.exe`
 * @param {Pick<import('./types.js').Context, 'env' | 'platform'>} context
 */
export function onPath(names, { env, platform }) {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders
    .flatMap((folder) => names.map((name) => join(folder, executable(name, platform))))
    .filter((path) => existsSync(path));
}

/**
 * @param {string} name
 * @param {NodeJS.Platform} platform
 */
export function executable(name, platform) {
  return platform === 'win32' ? `${name}.exe` : name;
}
