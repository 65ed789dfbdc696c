import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../../worker/tools/lock.js';
import { cacheFolder } from '../../worker/tools/places.js';
import type { App } from './app.js';

const WAIT_MS = 900_000;

/**
 * Installs an application into the user's cache, once for each version. Answers the folder.
 * @throws Error that says what failed and what is needed
 */
export async function install({ name, source }: Pick<App, 'name' | 'source'>): Promise<string> {
  const say = (line: string): void => console.error(`${name}: ${line}`);
  const folder = join(cacheFolder(process.platform, process.env, homedir()), 'apps', `${name}-${source.version}`);
  const done = join(folder, 'installed');
  await withLock(`${folder}.lock`, { waitMs: WAIT_MS, say }, async () => {
    if (existsSync(done)) return;
    // What an installation left that was broken off.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    say(`installs ${source.version} into ${folder} (once)`);
    const started = Date.now();
    await source.install(folder).catch((error: unknown) => {
      throw new Error(`${name} could not be installed. ${error instanceof Error ? error.message : ''}`);
    });
    await writeFile(done, '');
    say(`is installed (${Math.round((Date.now() - started) / 1000)} s)`);
  });
  return folder;
}
