/**
 * How to start npm: the one that started us, if one did, else the one on PATH (which is a script on Windows).
 *
 * @param {Pick<import('./types.js').Context, 'env' | 'platform'>} context
 * @returns {{ program: string, args: string[], shell: boolean }}
 */
export function npmCommand({ env, platform }) {
  const own = env.npm_execpath;
  if (own?.endsWith('npm-cli.js')) return { program: process.execPath, args: [own], shell: false };
  if (platform === 'win32') return { program: 'npm.cmd', args: [], shell: true };
  return { program: 'npm', args: [], shell: false };
}
