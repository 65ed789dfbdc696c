import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { resolve as resolvePath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { AgentAuthError } from '../contract/errors/errors.js';
import { endWithThisProcess } from './child-process.js';
import { PORTS_CLOSED_TO_BROWSERS } from './closed-ports.js';
import { reserveOneOf, reservePort } from './reserve-port.js';
import { checkSpace } from './state-folder.js';
import { withoutVault } from './vault-variables.js';

const START_TIMEOUT_MS = 60_000;
const OWN_WORKER_MS = 5000;
const POLL_MS = 20;

export interface DevServer {
  /** `host:port` of its gRPC frontend. */
  readonly address: string;
  /** Other loopback ports that it listens on; browsers can't connect to them as long as one of `PORTS_CLOSED_TO_BROWSERS` is free. */
  readonly ports: { readonly http: number; readonly metrics: number; readonly ui: number | null };
  readonly process: ChildProcess;
}

export interface DevServerOptions {
  /** Tried first, so that the address stays the same from start to start. @default 7233 */
  readonly port?: number;
  /** Also serve the Web UI, which answers whoever reaches its port. @default false */
  readonly ui?: boolean;
  /** Stands in its command line, by which it can be found. @default a random one */
  readonly mark?: string;
  /** Told the process before it is ready. */
  readonly onSpawn?: (server: ChildProcess) => void;
  /** Further arguments of `temporal server start-dev`. */
  readonly extraArgs?: readonly string[];
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Loaded only when the server has been spawned: both take a while. */
const client = () => import('@temporalio/client');

/** Of the gRPC health checking protocol, `grpc.health.v1.HealthCheckResponse`. */
const SERVING = 1;

/** Asks the server something, over a connection of its own; false where it does not answer. */
async function says(address: string, isSo: (server: Connection) => Promise<boolean>): Promise<boolean> {
  const { Connection } = await client();
  const connection = Connection.lazy({ address });
  try {
    return await isSo(connection);
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

/** Whether the server takes calls. Asks its health check: every other call would fail until then, and be logged as an error. */
const serves = (address: string): Promise<boolean> =>
  says(address, async ({ healthService, workflowService }) => {
    const { status } = await healthService.check({ service: 'temporal.api.workflowservice.v1.WorkflowService' });
    if (status !== SERVING) return false;
    await workflowService.describeNamespace({ namespace: 'default' });
    return true;
  });

/** Of Temporal's API, `TaskQueueType`. */
const WORKFLOW_TASKS = 1;

/**
 * Whether the worker that the server has for its own workflows takes tasks. It comes last, after calls are answered, and where another program has taken
 * the port that was chosen for it, the whole server ends.
 */
const worksForItself = (address: string): Promise<boolean> =>
  says(address, async ({ workflowService }) => {
    const { pollers } = await workflowService.describeTaskQueue({
      namespace: 'temporal-system',
      taskQueue: { name: 'default-worker-tq' },
      taskQueueType: WORKFLOW_TASKS,
    });
    return (pollers ?? []).length > 0;
  });

type State = 'ready' | 'ended' | 'silent';

async function poll(server: ChildProcess, timeoutMs: number, isSo: () => Promise<boolean>): Promise<State> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    if (server.exitCode !== null || server.signalCode !== null) return 'ended';
    if (await isSo()) return 'ready';
    await sleep(POLL_MS);
  }
  return 'silent';
}

/** The result of a start: `ended` when the server ended by itself. */
async function ready(port: number, server: ChildProcess): Promise<State> {
  void client();
  const address = `127.0.0.1:${port}`;
  // `listens` comes first, because gRPC waits a second before it tries again.
  const answers = await poll(server, START_TIMEOUT_MS, async () => (await listens(port)) && serves(address));
  if (answers !== 'ready') return answers;
  // Another version may call its queue by another name: then it is used as it is.
  return (await poll(server, OWN_WORKER_MS, () => worksForItself(address))) === 'ended' ? 'ended' : 'ready';
}

/** Starts a program whose files are for their owner only: a child has the mask of file modes that its parent has in this moment. */
function spawnPrivate(executable: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const mask = process.umask(0o077);
  try {
    return spawn(executable, args, options);
  } finally {
    process.umask(mask);
  }
}

/** Relative to the state folder, where the server runs: it makes an address of the name, in which `#`, `?` and `%` of a path would mean something else. */
const DATABASE = 'temporal.db';

type Ended = 'ended' | 'silent';

/**
 * The server's HTTP API and Web UI do not authenticate callers: a page in the operator's browser could start workflows. They can't be
 * switched off, so they listen on ports that browsers refuse, and the HTTP API answers only to a host name that nobody knows.
 */
async function start(
  executable: string,
  stateDir: string,
  { port = 7233, ui: withUi = false, extraArgs = [], mark = randomUUID(), onSpawn = () => {} }: DevServerOptions,
): Promise<DevServer | { readonly how: Ended; readonly address: string }> {
  const frontend = await reservePort(port);
  const address = `127.0.0.1:${frontend.port}`;
  const ui = withUi ? await reserveOneOf(PORTS_CLOSED_TO_BROWSERS) : null;
  const http = (await reserveOneOf(PORTS_CLOSED_TO_BROWSERS)) ?? (await reservePort(0));
  const metrics = (await reserveOneOf(PORTS_CLOSED_TO_BROWSERS)) ?? (await reservePort(0));
  const release = (): void => {
    for (const reserved of [frontend, ui, http, metrics]) reserved?.release();
  };
  if (withUi && ui === null) {
    release();
    return { how: 'silent', address };
  }
  const args = [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(frontend.port)],
    ...['--http-port', String(http.port), '--metrics-port', String(metrics.port)],
    ...['--dynamic-config-value', `frontend.httpAllowedHosts=["${mark}.invalid"]`],
    ...(ui ? ['--ui-port', String(ui.port), '--ui-disable-news-fetch'] : ['--headless']),
    ...['--namespace', 'default', '--db-filename', DATABASE, '--log-level', 'error'],
    // As durable as the vault: an answer that was accepted is there after a power cut.
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=FULL'],
    ...extraArgs,
  ];
  const server = spawnPrivate(resolvePath(executable), args, {
    cwd: stateDir,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
    env: withoutVault(process.env),
  });
  endWithThisProcess(server);
  onSpawn(server);
  const how = await ready(frontend.port, server).finally(release);
  if (how === 'ready') {
    return { address, ports: { http: http.port, metrics: metrics.port, ui: ui?.port ?? null }, process: server };
  }
  server.kill('SIGKILL');
  return { how, address };
}

const SAYS_ITSELF =
  'Temporal was started here, and did not answer in time. What it says itself is above; if it says nothing, the machine may be too busy: start again.';

/** Besides the ports that it is given, the server picks some free ones itself. It ends if another program takes one of them first. */
const MAX_STARTS = 3;

/**
 * Starts Temporal's development server on loopback, with its data in a file of the state folder.
 * @throws AgentAuthError `temporal_unavailable` when it does not come up, `state_dir_full`
 */
export async function startDevServer(
  executable: string,
  stateDir: string,
  options: DevServerOptions = {},
): Promise<DevServer> {
  for (let starts = 1; ; starts++) {
    const server = await start(executable, stateDir, options);
    if ('process' in server) return server;
    await checkSpace(stateDir);
    if (server.how === 'silent' || starts === MAX_STARTS)
      throw new AgentAuthError('temporal_unavailable', {
        address: server.address,
        advice: SAYS_ITSELF,
      });
  }
}
