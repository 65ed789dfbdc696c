/** Debian's PgBouncer before a server, in transaction pooling: a connection of a worker is on another one of the server with each transaction. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { reservePort } from '../../../worker/reserve-port.js';
import { install } from '../../apps/install.js';
import { debian } from '../../apps/sources/debian.js';
import { AS, giveAway, makeFolder, withinReach } from './as-nobody.js';

const SOURCE = debian('pgbouncer');

/** Fewer than the connections of one worker, so that they meet. */
export const SERVER_CONNECTIONS = 4;

export interface PgBouncer {
  readonly port: number;
  /** Ends it outright. */
  stop(): Promise<void>;
  /** After `stop`, on the same port. */
  start(): Promise<void>;
}

interface Options {
  /** Of the server. */
  readonly port: number;
  /** Passwords of its users; empty for those who need none. */
  readonly users: Readonly<Record<string, string>>;
  /** Lines as in pg_hba.conf. */
  readonly access: readonly string[];
  readonly certificate: string;
  readonly key: string;
}

/** @throws Error that says why it can't be had */
export async function startPgBouncer({ port, users, access, certificate, key }: Options): Promise<PgBouncer> {
  const programs = await withinReach(join(await install({ name: 'pgbouncer', source: SOURCE }), 'usr'));
  const libraries = (await readdir(join(programs, 'lib'))).map((name) => join(programs, 'lib', name));
  const folder = await makeFolder();
  const { port: own, release } = await reservePort(0);
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: String(own),
    unix_socket_dir: '',
    pool_mode: 'transaction',
    default_pool_size: String(SERVER_CONNECTIONS),
    max_client_conn: '2000',
    auth_type: 'hba',
    auth_hba_file: join(folder, 'access'),
    auth_file: join(folder, 'users'),
    // As docs/scaling.md has it: by default it asks a server that was away again only after 15 seconds.
    server_login_retry: '1',
    server_tls_sslmode: 'prefer',
    client_tls_sslmode: 'allow',
    client_tls_cert_file: join(folder, 'certificate'),
    client_tls_key_file: join(folder, 'key'),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const files = {
    ini: ['[databases]', `* = host=127.0.0.1 port=${port}`, '[pgbouncer]', ...lines].join('\n'),
    access: access.join('\n'),
    users: Object.entries(users)
      .map(([name, password]) => `"${name}" "${password}"`)
      .join('\n'),
    certificate,
    key,
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), `${text}\n`, { mode: 0o600 });
    await giveAway(join(folder, name));
  }
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(join(programs, 'sbin', 'pgbouncer'), [join(folder, 'ini')], {
      ...AS,
      env: { ...process.env, LD_LIBRARY_PATH: libraries.join(':') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      if (line.includes('process up')) {
        child.stderr.resume();
        return child;
      }
    }
    throw new Error(`pgbouncer did not start: ${said.join('\n')}`);
  };
  let child = await start().finally(release);
  return {
    port: own,
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
    async start() {
      child = await start();
    },
  };
}
