import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Client,
  Connection,
  type ConnectionPlugin,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
import { IllegalStateError } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { startDevServer } from '../../worker/dev-server.js';
import { needTool } from '../../worker/need-tool.js';
import { reservePort } from '../../worker/reserve-port.js';

export interface TestTemporal {
  readonly address: string;
  readonly client: Client;
  readonly connection: NativeConnection;
  stop(): Promise<void>;
}

/** Those who want to hear that a server has refused what a workflow had come to. */
const onRefusal = new Set<() => void>();

const printed = new DefaultLogger('ERROR');
/** What a server says of commands that do not fit what it knows of the workflow. */
const REFUSED = /invalid history builder state/;

// Before the first connection: there is one runtime a process. A replay in the same process may have made one.
try {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      if (REFUSED.test(message + JSON.stringify(meta ?? {}))) for (const hear of onRefusal) hear();
      printed.log(level, message, meta);
    }),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'WARN', forward: {} } },
  });
} catch (error) {
  if (!(error instanceof IllegalStateError)) throw error;
}

const closers = new WeakMap<NativeConnection, (() => Promise<void>)[]>();

/** What has to end before a connection of a test server can be closed. */
export function beforeClose(connection: NativeConnection, end: () => Promise<void>): void {
  closers.set(connection, [...(closers.get(connection) ?? []), end]);
}

/** Ends what uses a connection, so that it can be closed. */
export async function endUsersOf(connection: NativeConnection): Promise<void> {
  const ends = closers.get(connection) ?? [];
  closers.delete(connection);
  for (const end of ends) await end();
}

/** A real Temporal server of its own, on free ports, with its data in a folder that goes away with it. */
export async function startTestTemporal(extraArgs: readonly string[] = []): Promise<TestTemporal> {
  const dir = await mkdtemp(join(tmpdir(), 'agent-auth-temporal-'));
  // No browser is near, and the few ports that are closed to browsers are left to the stacks of other tests.
  const [http, metrics] = await Promise.all([reservePort(0), reservePort(0)]);
  const ports = ['--http-port', String(http.port), '--metrics-port', String(metrics.port)];
  const server = await startDevServer((await needTool('temporal')).path, dir, {
    port: 0,
    extraArgs: [...ports, ...extraArgs],
  }).finally(() => {
    http.release();
    metrics.release();
  });
  const connection = await NativeConnection.connect({ address: server.address });
  const clientConnection = await Connection.connect({ address: server.address });
  return {
    address: server.address,
    client: new Client({ connection: clientConnection }),
    connection,
    async stop() {
      await endUsersOf(connection);
      await clientConnection.close();
      await connection.close();
      const exit = new Promise((resolve) => server.process.once('exit', resolve));
      server.process.kill('SIGTERM');
      await exit;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** When the client repeats a call. Ms. */
const AGAIN_MS = 100;
/** Servers that end. The client repeats calls by a timer, and where its connection is closed meanwhile, that throws where nobody can catch it. */
const ending = new WeakSet<TestWorkflowEnvironment>();

const USUAL = defaultGrpcRetryOptions();
const repeatsUntil = (isOver: () => boolean): ConnectionPlugin => ({
  name: 'repeats-until',
  configureConnection: (options) => ({
    ...options,
    interceptors: [
      makeGrpcRetryInterceptor({
        delayFunction: () => AGAIN_MS,
        retryableDecider: (attempt, status) => !isOver() && USUAL.retryableDecider(attempt, status),
      }),
    ],
  }),
});

/** A server whose clock runs ahead while nothing happens. That clock belongs to all that runs on it. */
export async function startSkippingTemporal(): Promise<TestWorkflowEnvironment> {
  const { path } = await needTool('testServer');
  let time: TestWorkflowEnvironment | undefined;
  time = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
    plugins: [repeatsUntil(() => time !== undefined && ending.has(time))],
  });
  return time;
}

/** Ends it, after those that use it. */
export async function stopSkippingTemporal(time: TestWorkflowEnvironment): Promise<void> {
  await closeClientOf(time);
  await endUsersOf(time.nativeConnection);
  await time.teardown();
}

async function closeClientOf(time: TestWorkflowEnvironment): Promise<void> {
  if (ending.has(time)) return;
  ending.add(time);
  await endUsersOf(time.nativeConnection);
  await sleep(2 * AGAIN_MS);
  await time.connection.close();
}

const MAX_SERVERS = 3;
/** How long a story may take to notice that its server is gone. */
const LEFT_MS = 15_000;

/**
 * Tells a story on such a server, and again on a new one where the server got stuck: a workflow that cancels a timer which fires at that moment is refused by it,
 * and never heard of again (sdk-java issues 2606 and 3088). The real server takes that. The busier the machine, the more often they meet.
 */
export async function onSkippingTemporal(tell: (time: TestWorkflowEnvironment) => Promise<void>): Promise<void> {
  for (let servers = 1; ; servers += 1) {
    const time = await startSkippingTemporal();
    let hear: () => void = () => undefined;
    const refused = new Promise<'refused'>((resolve) => {
      hear = () => resolve('refused');
    });
    onRefusal.add(hear);
    const told = tell(time);
    // Nobody listens any more when its server ends under it.
    told.catch(() => undefined);
    try {
      const came = await Promise.race([told, refused]);
      if (came !== 'refused' || servers === MAX_SERVERS) return await told;
    } finally {
      onRefusal.delete(hear);
      // From here on each of its calls fails, and so it ends. It would go on with the server of the next one.
      await closeClientOf(time);
      await Promise.race([told.catch(() => undefined), sleep(LEFT_MS, undefined, { ref: false })]);
      await stopSkippingTemporal(time);
    }
  }
}
