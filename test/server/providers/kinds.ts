/** Every kind of provider, as an admin connects it to a stack that runs. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bitwardenBench } from '../../unit/providers/benches/bitwarden.js';
import { commandBench } from '../../unit/providers/benches/command.js';
import { customHttpBench } from '../../unit/providers/benches/custom-http.js';
import { hashicorpVaultBench } from '../../unit/providers/benches/hashicorp-vault.js';
import { keepassBench } from '../../unit/providers/benches/keepass.js';
import { onepasswordBench } from '../../unit/providers/benches/onepassword/index.js';
import { connectBench } from '../../unit/providers/benches/onepassword-connect.js';
import type { Bench } from '../../unit/providers/world.js';

interface Connected {
  readonly bench: Bench;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** @param folder of the programs and files of the worker */
type Start = (folder: string) => Promise<Connected>;

const START: Readonly<Record<string, Start>> = {
  onepassword: async () => ({ bench: await onepasswordBench(), settings: {} }),
  async bitwarden() {
    const bench = await bitwardenBench();
    return { bench, settings: { url: bench.address } };
  },
  async hashicorp_vault() {
    const bench = await hashicorpVaultBench();
    const auth = { method: 'approle', role_id: 'role' };
    return { bench, settings: { url: bench.address, prefix: 'logins', auth } };
  },
  keepass: async (folder) => ({ bench: await keepassBench(folder), settings: { file: 'people.kdbx' } }),
  command: async (folder) => ({ bench: await commandBench(folder), settings: { command: 'vault-of-ours' } }),
  async http() {
    const bench = await customHttpBench();
    return { bench, settings: { url: bench.address } };
  },
  async onepassword_connect() {
    const bench = await connectBench();
    return { bench, settings: { host: bench.address } };
  },
};

export const KINDS = Object.keys(START);

export async function startKind(kind: string, stateDir: string): Promise<Connected> {
  const folder = join(stateDir, 'providers');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return START[kind]!(folder);
}
