import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { startDevServer } from '../../worker/dev-server.js';
import { needTool } from '../../worker/need-tool.js';

export interface TestTemporal {
  readonly address: string;
  readonly client: Client;
  readonly connection: NativeConnection;
  stop(): Promise<void>;
}

// Before the first connection: there is one runtime a process.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  shutdownSignals: [],
  telemetryOptions: { logging: { filter: 'ERROR' } },
});

const closers = new WeakMap<NativeConnection, (() => Promise<void>)[]>();

/** What has to end before a connection of a test server can be closed. */
export function beforeClose(connection: NativeConnection, end: () => Promise<void>): void {
  closers.set(connection, [...(closers.get(connection) ?? []), end]);
}

/** A real Temporal server of its own, on free ports, with its data in a folder that goes away with it. */
export async function startTestTemporal(extraArgs: readonly string[] = []): Promise<TestTemporal> {
  const dir = await mkdtemp(join(tmpdir(), 'agent-auth-temporal-'));
  const server = await startDevServer((await needTool('temporal')).path, dir, { port: 0, extraArgs });
  const connection = await NativeConnection.connect({ address: server.address });
  const clientConnection = await Connection.connect({ address: server.address });
  return {
    address: server.address,
    client: new Client({ connection: clientConnection }),
    connection,
    async stop() {
      for (const end of closers.get(connection) ?? []) await end();
      await clientConnection.close();
      await connection.close();
      const exit = new Promise((resolve) => server.process.once('exit', resolve));
      server.process.kill('SIGTERM');
      await exit;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
