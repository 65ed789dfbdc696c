import { type ChildProcess, spawn } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { AgentAuthError } from '../contract/errors.js';
import { reservePort } from './reserve-port.js';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 20;

export interface DevServer {
  readonly address: string;
  readonly uiUrl: string;
  readonly process: ChildProcess;
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Of the gRPC health checking protocol, `grpc.health.v1.HealthCheckResponse`. */
const SERVING = 1;

/** Whether the server takes calls. Asked for its health, it says so; to all else it answers with an error until then, and logs it. */
async function serves(address: string): Promise<boolean> {
  const connection = Connection.lazy({ address });
  try {
    const { status } = await connection.healthService.check({
      service: 'temporal.api.workflowservice.v1.WorkflowService',
    });
    if (status !== SERVING) return false;
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

/** How it went: `ended` when the server ended by itself. */
async function ready(port: number, server: ChildProcess): Promise<'ready' | 'ended' | 'silent'> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until) {
    if (server.exitCode !== null || server.signalCode !== null) return 'ended';
    // Looked at here, for gRPC waits a second before it tries again.
    if ((await listens(port)) && (await serves(`127.0.0.1:${port}`))) return 'ready';
    await sleep(POLL_MS);
  }
  return 'silent';
}

/** Less than this is too little for the database of a server, in bytes. */
const LEAST_SPACE = 10_000_000;

async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < LEAST_SPACE;
}

interface Wanted {
  readonly executable: string;
  readonly stateDir: string;
  readonly ports: { readonly frontend: number; readonly ui: number };
  readonly extraArgs: readonly string[];
}

async function start({ executable, stateDir, ports, extraArgs }: Wanted) {
  const [frontend, ui] = await Promise.all([reservePort(ports.frontend), reservePort(ports.ui)]);
  const args = [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(frontend.port), '--ui-port', String(ui.port)],
    ...['--namespace', 'default', '--db-filename', join(stateDir, 'temporal.db'), '--log-level', 'error'],
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ...extraArgs,
  ];
  const server = spawn(executable, args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const address = `127.0.0.1:${frontend.port}`;
  const how = await ready(frontend.port, server).finally(() => {
    frontend.release();
    ui.release();
  });
  if (how !== 'ready') server.kill('SIGKILL');
  return { how, address, uiUrl: `http://127.0.0.1:${ui.port}`, process: server };
}

/** Besides the ports that it is told it takes some that are free when it looks; a program that is faster with one of them ends it. */
const MOST_STARTS = 3;

/**
 * Starts Temporal's development server on loopback, with its data in a file of the state folder.
 * @param ports wanted ones, tried first, so that addresses stay the same from start to start
 * @param extraArgs further arguments of `temporal server start-dev`
 * @throws AgentAuthError `temporal_unavailable` when it does not come up, `state_dir_full`
 */
export async function startDevServer(
  executable: string,
  stateDir: string,
  ports = { frontend: 7233, ui: 8233 },
  extraArgs: readonly string[] = [],
): Promise<DevServer> {
  for (let starts = 1; ; starts++) {
    const { how, ...server } = await start({ executable, stateDir, ports, extraArgs });
    if (how === 'ready') return server;
    if (await isFull(stateDir)) throw new AgentAuthError('state_dir_full');
    if (how === 'silent' || starts === MOST_STARTS)
      throw new AgentAuthError('temporal_unavailable', { address: server.address });
  }
}
