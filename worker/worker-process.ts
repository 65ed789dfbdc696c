/** One worker in a process of its own: `node worker-process.js`. Stops on SIGTERM, and when the process that started it is gone. */
import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { openVault } from '../activities/vault/index.js';
import { AgentAuthError } from '../contract/errors.js';
import { readConfig } from './config.js';
import { createLog } from './log.js';
import { runWorker } from './run-worker.js';
import { temporalLogger } from './temporal-logger.js';

/** What the process tells its parent. */
type WorkerMessage =
  | { readonly event: 'ready' }
  | { readonly event: 'failed'; readonly error: ReturnType<AgentAuthError['toJSON']> };

const tell = (message: WorkerMessage): void => void process.send?.(message);

async function main(): Promise<void> {
  const log = createLog();
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    shutdownSignals: [],
  });
  const config = readConfig(process.env);
  const vault = await openVault({ stateDir: config.stateDir });
  const worker = await runWorker(config, vault, log);
  const stop = (): void => void worker.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  tell({ event: 'ready' });
  await worker.done;
  await vault.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');
    tell({ event: 'failed', error: known.toJSON() });
    if (!process.send) process.stderr.write(`error: ${known.message} (${known.code})\n  ${known.next}\n`);
    process.exit(1);
  },
);
