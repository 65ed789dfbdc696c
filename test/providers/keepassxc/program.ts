import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from '../../apps/install.js';
import { debian } from '../../apps/sources/debian.js';

const SOURCE = debian('keepassxc');

/** Runs `keepassxc-cli` with passwords on its standard input, and answers what it says. */
export type KeePassXc = (args: readonly string[], passwords: readonly string[]) => Promise<string>;

/** @throws Error that says why it can't be had */
export async function keepassXc(): Promise<KeePassXc> {
  const folder = await install({ name: 'keepassxc', source: SOURCE });
  const libraries = join(folder, 'usr', 'lib');
  const shared = (await readdir(libraries))
    .filter((name) => name.includes('-linux-'))
    .map((name) => join(libraries, name));
  const env = { ...process.env, LD_LIBRARY_PATH: shared.join(':'), QT_QPA_PLATFORM: 'offscreen' };
  return async (args, passwords) => {
    const child = spawn(join(folder, 'usr', 'bin', 'keepassxc-cli'), args, { env });
    let said = '';
    let complained = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complained += chunk.toString();
    });
    child.stdin.end(passwords.map((password) => `${password}\n`).join(''));
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`keepassxc-cli ${args[0]}: ended with ${code}. ${complained}`);
    return said;
  };
}
