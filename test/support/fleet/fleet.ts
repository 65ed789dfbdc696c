/** Workers and a server as processes of their own, on one Postgres and one Temporal: what runs on several machines, on one. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentAuth } from '../../../client/index.js';
import { builtFile } from '../../../worker/built-file.js';
import { reservePort } from '../../../worker/reserve-port.js';
import { startOwnProcess } from '../../../worker/stack/own-process.js';
import { makeTemplates, TEMPLATE } from '../postgres/databases.js';
import { type Proxy as DatabaseProxy, openProxy } from '../postgres/proxy.js';
import { WORKER } from '../postgres/roles.js';
import { type Places, type PostgresServer, startPostgres } from '../postgres/server.js';
import { startTestTemporal, type TestTemporal } from '../temporal.js';

const GRACE_MS = 30_000;

/** A process of the fleet, which can be killed and started again. */
export interface Part {
  readonly name: string;
  /** Kills it outright and starts it again. */
  restart(): Promise<void>;
  /** Stops it where it is, as a machine that is suspended. @returns lets it go on */
  freeze(): () => void;
  stop(): Promise<void>;
}

export interface Fleet {
  readonly postgres: PostgresServer;
  /** Of the database, as the owner of the server. */
  readonly databaseUrl: string;
  readonly temporal: TestTemporal;
  /** Between the second worker and the database. */
  readonly proxy: DatabaseProxy;
  readonly workers: readonly Part[];
  readonly server: Part;
  /** Of the server, also after it was started again. */
  readonly url: string;
  readonly accessKey: string;
  readonly auth: AgentAuth;
  /** Parts that have ended by themselves. */
  readonly crashed: readonly string[];
  stop(): Promise<void>;
}

async function startPart(name: string, file: string, env: NodeJS.ProcessEnv, crashed: string[]): Promise<Part> {
  const ended = new WeakSet<ChildProcess>();
  const start = async (): Promise<ChildProcess> => {
    const { child } = await startOwnProcess({ file, env, late: 'worker_unavailable', graceMs: GRACE_MS });
    child.once('exit', () => void (ended.has(child) || crashed.push(name)));
    return child;
  };
  let child = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    ended.add(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };
  return {
    name,
    async restart() {
      await end('SIGKILL');
      child = await start();
    },
    freeze() {
      const frozen = child;
      frozen.kill('SIGSTOP');
      return () => void frozen.kill('SIGCONT');
    },
    stop: () => end('SIGTERM'),
  };
}

async function freePort(): Promise<number> {
  const { port, release } = await reservePort(0);
  release();
  return port;
}

/**
 * Two workers and a server.
 * @param settings of all of them
 * @param places where the database keeps its files
 */
export async function startFleet(settings: Readonly<Record<string, string>> = {}, places?: Places): Promise<Fleet> {
  const root = await mkdtemp(join(tmpdir(), 'agent-auth-fleet-'));
  const [postgres, temporal, port] = await Promise.all([startPostgres({}, places), startTestTemporal(), freePort()]);
  await makeTemplates(postgres);
  const databaseUrl = postgres.url(WORKER, TEMPLATE);
  const proxy = await openProxy(databaseUrl);
  const crashed: string[] = [];
  const masterKey = join(root, 'one', 'master-key');
  const folder = (name: string) => ({ AGENT_AUTH_STATE_DIR: join(root, name) });
  const common = {
    ...process.env,
    ...settings,
    TEMPORAL_ADDRESS: temporal.address,
    AGENT_AUTH_DATABASE_URL: databaseUrl,
    AGENT_AUTH_MASTER_KEY_FILE: masterKey,
    AGENT_AUTH_LOG_LEVEL: 'fatal',
  };
  const file = builtFile('worker', 'worker-process.js');
  // The first one makes the vault, with its key.
  const { AGENT_AUTH_MASTER_KEY_FILE: _, ...first } = common;
  const one = await startPart('one', file, { ...first, ...folder('one') }, crashed);
  const accessKey = (await readFile(join(root, 'one', 'access-key'), 'utf8')).trim();
  const served = {
    ...common,
    ...folder('server'),
    AGENT_AUTH_ACCESS_KEY: accessKey,
    AGENT_AUTH_HTTP_PORT: String(port),
  };
  const [two, server] = await Promise.all([
    startPart(
      'two',
      file,
      { ...common, ...folder('two'), AGENT_AUTH_DATABASE_URL: proxy.through(databaseUrl) },
      crashed,
    ),
    startPart('server', builtFile('server', 'server-process.js'), served, crashed),
  ]);
  const auth = await AgentAuth.connect({ address: temporal.address, access_key: accessKey });
  return {
    postgres,
    databaseUrl: postgres.url('postgres', TEMPLATE),
    temporal,
    proxy,
    workers: [one, two],
    server,
    url: `http://127.0.0.1:${port}`,
    accessKey,
    auth,
    crashed,
    async stop() {
      await auth.close();
      await Promise.all([one, two, server].map((part) => part.stop()));
      await temporal.stop();
      proxy.stop();
      await postgres.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
