import { type ChildProcess, spawn } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { AgentAuthError } from '../contract/errors.js';
import { reservePort } from './reserve-port.js';

const START_TIMEOUT_MS = 60_000;

export interface DevServer {
  readonly address: string;
  readonly uiUrl: string;
  readonly process: ChildProcess;
}

async function ready(address: string, server: ChildProcess): Promise<void> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until && server.exitCode === null && server.signalCode === null) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '2s' });
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      await connection.close();
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new AgentAuthError('temporal_unavailable', { address });
}

/** Less than this is too little for the database of a server, in bytes. */
const LEAST_SPACE = 10_000_000;

async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < LEAST_SPACE;
}

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
  const [frontend, ui] = await Promise.all([reservePort(ports.frontend), reservePort(ports.ui)]);
  const args = [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(frontend.port), '--ui-port', String(ui.port)],
    ...['--namespace', 'default', '--db-filename', join(stateDir, 'temporal.db'), '--log-level', 'error'],
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ...extraArgs,
  ];
  const server = spawn(executable, args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const address = `127.0.0.1:${frontend.port}`;
  try {
    await ready(address, server);
  } catch (error) {
    server.kill('SIGKILL');
    throw (await isFull(stateDir)) ? new AgentAuthError('state_dir_full') : error;
  } finally {
    frontend.release();
    ui.release();
  }
  return { address, uiUrl: `http://127.0.0.1:${ui.port}`, process: server };
}
