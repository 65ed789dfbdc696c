import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Serving, serve } from './serve.js';
import { librariesIn } from './sources/debian.js';

export interface PhpOptions {
  /** Folder into which Debian's packages were unpacked. */
  readonly root: string;
  /** Folder whose files are served. */
  readonly documents: string;
  /** Folder of this run. */
  readonly data: string;
  readonly port: number;
  /** PHP that runs before each page. */
  readonly prelude?: string;
}

/** Processes that answer at the same time: pages ask for many files at once. */
const WORKERS = '4';
/** Where Debian keeps what PHP programs include. */
const LIBRARIES = 'usr/share/php';

/** Serves a PHP application with the server that PHP has built in: with the PHP that was unpacked, else with the one of the system. */
export async function servePhp({ root, documents, data, port, prelude = '' }: PhpOptions): Promise<Serving> {
  const prepended = join(data, 'prelude.php');
  await writeFile(prepended, `<?php\n${prelude}\n`);
  const { program, env } = await php(root, data);
  const args = ['-S', `127.0.0.1:${port}`, '-t', documents, '-d', `auto_prepend_file=${prepended}`];
  return serve(program, args, { at: port, env: { ...env, PHP_CLI_SERVER_WORKERS: WORKERS } });
}

/** The PHP to use, and the environment in which it finds what was unpacked. */
export async function php(root: string, data: string): Promise<{ program: string; env: Record<string, string> }> {
  const scan = join(data, 'php.d');
  await mkdir(scan, { recursive: true });
  for (const [name, text] of await extensions(root)) await writeFile(join(scan, name), text);
  const libraries = ['.', join(root, LIBRARIES), `/${LIBRARIES}`].join(':');
  await writeFile(join(scan, 'libraries.ini'), `include_path="${libraries}"\n`);
  const unpacked = (await names(join(root, 'usr/bin'))).find((name) => /^php\d/.test(name));
  return {
    program: unpacked === undefined ? 'php' : join(root, 'usr/bin', unpacked),
    env: {
      // With an empty part, PHP reads its own settings as well.
      PHP_INI_SCAN_DIR: `:${scan}`,
      ...(await librariesIn(root)),
    },
  };
}

/** Debian's settings of the extensions that were unpacked, by file name in the order in which they are loaded. */
async function extensions(root: string): Promise<[string, string][]> {
  const modules = join(root, 'usr/lib/php');
  const found: [string, string][] = [];
  for (const path of await names(join(root, 'usr/share'), { recursive: true })) {
    const file = join(root, 'usr/share', path);
    if (!/^php\d.*\.ini$/.test(path) || path.includes('php.ini')) continue;
    const text = await readFile(file, 'utf8');
    const [, setting, module] = /^((?:zend_)?extension)=(\S+)/m.exec(text) ?? [];
    if (module === undefined) continue;
    const folder = (await names(modules)).find((name) => existsSync(join(modules, name, module)));
    const priority = /priority=(\d+)/.exec(text)?.[1] ?? '20';
    if (folder !== undefined)
      found.push([`${priority}-${basename(file)}`, `${setting}=${join(modules, folder, module)}\n`]);
  }
  return found;
}

const names = (folder: string, options?: { recursive: true }): Promise<string[]> =>
  readdir(folder, options ?? {}).then(
    (all) => all as string[],
    () => [],
  );
