import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../worker/tools/places.js';
import type { App } from './app.js';

const INSTALL_TIMEOUT_MS = 540_000;

/** Installs an application into the user's cache, once for each version. Answers the folder. */
export async function install({ name, npm }: App): Promise<string> {
  const folder = join(cacheFolder(process.platform, process.env, homedir()), 'apps', `${name}-${npm.version}`);
  const done = join(folder, 'installed');
  if (existsSync(done)) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}\n');
  console.error(`installing ${npm.name}@${npm.version} (once)`);
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${npm.name}@${npm.version}`];
  const child = spawn('npm', args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_TIMEOUT_MS,
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`npm could not install ${npm.name}@${npm.version}.`);
  await writeFile(done, '');
  return folder;
}
