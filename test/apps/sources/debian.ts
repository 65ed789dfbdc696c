import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onPath } from '../../../worker/tools/places.js';
import { relocate } from './relocate.js';
import { installStep, type Source } from './source.js';

const NEEDS =
  'It needs Debian, or a distribution made from it, with its package sources in /etc/apt (a container will do): apt-get and dpkg-deb, no root.';

/**
 * Packages of the distribution that this machine runs, unpacked into the folder together with those of their dependencies that are not
 * installed. Nothing outside of it changes: lists and downloads of apt lie in the folder as well, and no script of a package runs.
 */
export const debian = (...packages: readonly string[]): Source => ({
  version: distribution(),
  async install(folder) {
    if (onPath(['apt-get'], { env: process.env, platform: process.platform }).length === 0) throw new Error(NEEDS);
    const apt = join(folder, 'apt');
    const archives = join(apt, 'cache', 'archives');
    await mkdir(join(apt, 'state', 'lists', 'partial'), { recursive: true });
    await mkdir(join(archives, 'partial'), { recursive: true });
    const step = (...command: [string, ...string[]]): Promise<void> =>
      installStep(command, { cwd: folder, needs: NEEDS });
    await step('apt-get', ...privately(apt), '-qq', 'update');
    const wanted = ['--download-only', '--no-install-recommends', '--reinstall', 'install', ...packages];
    await step('apt-get', ...privately(apt), '-qq', '-y', ...wanted);
    for (const name of await readdir(archives)) {
      if (name.endsWith('.deb')) await step('dpkg-deb', '-x', join(archives, name), folder);
    }
    await rm(apt, { recursive: true });
    await relocate(folder);
  },
});

/** The environment in which a program finds the libraries that were unpacked (ld.so(8)). */
export async function librariesIn(folder: string): Promise<{ readonly LD_LIBRARY_PATH: string }> {
  const all = await readdir(join(folder, 'usr/lib')).catch((): string[] => []);
  const shared = all.filter((name) => name.includes('-linux-')).map((name) => join(folder, 'usr/lib', name));
  return { LD_LIBRARY_PATH: [...shared, process.env.LD_LIBRARY_PATH ?? ''].join(':') };
}

/** Settings that keep apt-get to a folder. */
const privately = (apt: string): string[] =>
  [
    `Dir::State=${join(apt, 'state')}`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${join(apt, 'cache')}`,
    'APT::Sandbox::User=root',
    'Debug::NoLocking=1',
  ].flatMap((setting) => ['-o', setting]);

/** The name of the release, from os-release(5); its packages are the versions of it. */
function distribution(): string {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1] ?? process.platform;
}
