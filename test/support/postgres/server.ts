/** A real Postgres server for one run of tests: a folder of its own, a free port of loopback, nothing that outlives the run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { reservePort } from '../../../worker/reserve-port.js';
import { AS, giveAway, makeFolder } from './as-nobody.js';
import { type PgBouncer, startPgBouncer } from './pgbouncer.js';
import { findPrograms } from './programs.js';
import { MIGRATOR, WORKER } from './roles.js';

export const OWNER = 'postgres';

/** Durable is what a test database need not be. In an order that is not that of bytes, so that tests see who relies on one. */
const INITDB = [
  '--auth=trust',
  '--no-sync',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=icu',
  '--icu-locale=en',
];
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  autovacuum: 'off',
  // For autovacuum alone.
  track_counts: 'off',
  // No replicas, no compiling of statements, no writing to disk before the end of the run.
  wal_level: 'minimal',
  max_wal_senders: '0',
  jit: 'off',
  checkpoint_timeout: '1h',
  // Statements that fail are told to whoever sent them.
  log_min_messages: 'log',
  ssl: 'on',
};

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { ...AS, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} failed: ${Buffer.concat(said)}`);
}

export interface PostgresServer {
  readonly port: number;
  /** Before it, with `TEST_PGBOUNCER`. */
  readonly pgBouncer: PgBouncer | null;
  readonly url: (user: string, database: string) => string;
  /** Ends it at once, as a crash would, and starts it again on the same port. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
  /** After `stop`. */
  start(): Promise<void>;
}

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** Roles that do not get in as the others do, see roles.ts. The first line that fits counts. */
const ACCESS = [
  'host all strict 127.0.0.1/32 scram-sha-256',
  'hostssl all tls_only 127.0.0.1/32 trust',
  'host all tls_only 127.0.0.1/32 reject',
];

async function addAccess(data: string): Promise<void> {
  const file = join(data, 'pg_hba.conf');
  await writeFile(file, [...ACCESS, await readFile(file, 'utf8')].join('\n'));
}

/** Of its address, by an authority that nobody knows: itself. A key that opens nothing. */
export const CERTIFICATE = join(import.meta.dirname, 'tls', 'certificate.pem');

export const KEY = join(dirname(CERTIFICATE), 'key.pem');

async function addCertificate(data: string): Promise<void> {
  const files = { 'server.key': KEY, 'server.crt': CERTIFICATE };
  for (const [name, from] of Object.entries(files)) {
    const file = join(data, name);
    await writeFile(file, await readFile(from), { mode: 0o600 });
    await giveAway(file);
  }
}

/** Ports that others than the owner are let in at, by those of the servers. A variable, for the processes of a run have it in common. */
const portVariable = (port: number | string): string => `TEST_PGBOUNCER_OF_${port}`;

/** The address of a server's database, for a user. With `TEST_PGBOUNCER` that of the PgBouncer before it. */
export function addressFor(port: number | string, user: string, database: string): string {
  const pooled = user === OWNER ? undefined : process.env[portVariable(port)];
  return `postgres://${user}@127.0.0.1:${pooled ?? port}/${database}`;
}

async function startPooling(port: number): Promise<PgBouncer | null> {
  if (process.env.TEST_PGBOUNCER !== '1') return null;
  const users = { [MIGRATOR]: '', [WORKER]: '', strict: 'right', tls_only: '', stranger: '' };
  const [certificate, key] = await Promise.all([readFile(CERTIFICATE, 'utf8'), readFile(KEY, 'utf8')]);
  const access = [...ACCESS, 'host all all 127.0.0.1/32 trust'];
  const pgBouncer = await startPgBouncer({ port, users, access, certificate, key });
  process.env[portVariable(port)] = String(pgBouncer.port);
  return pgBouncer;
}

/** Where a server keeps its files. */
export interface Places {
  /** Its tables, and all else. */
  readonly data: string;
  /** Its log (WAL). */
  readonly wal: string;
}

/**
 * Starts a server on a new, empty cluster.
 * @param more settings besides those of tests, or in their place
 * @param places folders. @default a new one
 */
export async function startPostgres(
  more: Readonly<Record<string, string>> = {},
  places?: Places,
): Promise<PostgresServer> {
  const all = { ...SETTINGS, ...more };
  const { initdb, postgres } = await findPrograms();
  const data = join(places?.data ?? (await makeFolder()), 'data');
  await mkdir(data, { recursive: true });
  await giveAway(data);
  const wal = places === undefined ? [] : [`--waldir=${join(places.wal, 'wal')}`];
  await run(initdb, [`--pgdata=${data}`, `--username=${OWNER}`, ...INITDB, ...wal]);
  await addAccess(data);
  if (all.ssl === 'on') await addCertificate(data);
  const { port, release } = await reservePort(0);
  const settings = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(postgres, ['-D', data, '-p', String(port), ...settings], {
      ...AS,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const lines = createInterface({ input: child.stderr });
    const said: string[] = [];
    for await (const line of lines) {
      said.push(line);
      // A standby is ready too.
      if (/ready to accept (?:read-only )?connections/.test(line)) {
        child.stderr.resume();
        return child;
      }
    }
    throw new Error(`postgres did not start: ${said.join('\n')}`);
  };
  let child = await start().finally(release);
  const end = async (mode: keyof typeof SIGNALS): Promise<void> => {
    // It may have ended by itself.
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(SIGNALS[mode]);
    await exit;
  };
  const pgBouncer = await startPooling(port);
  return {
    port,
    pgBouncer,
    url: (user, database) => addressFor(port, user, database),
    async restart(mode) {
      await end(mode);
      child = await start();
    },
    async stop() {
      await pgBouncer?.stop();
      await end('immediate');
    },
    async start() {
      child = await start();
      await pgBouncer?.start();
    },
  };
}
