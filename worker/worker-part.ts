import { join } from 'node:path';
import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { playwright } from '../activities/browser/playwright.js';
import { createProviders } from '../activities/providers/index.js';
import { openVault } from '../activities/vault/index.js';
import { readConfig } from './config.js';
import { AFTER_DRAIN_MS } from './drain.js';
import { createLog, type Log, readLogLevel } from './log.js';
import type { RunPart } from './part-process.js';
import { readTogether } from './read-environment.js';
import { prepareWorker, runPrepared } from './run-worker.js';
import { readTemporal } from './temporal-environment.js';
import { temporalLogger } from './temporal-logger.js';

export interface ReadyWorker {
  readonly task_queue: string;
  /** Where it says how it is. */
  readonly url: string | null;
}

function installRuntime(log: Log): void {
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    shutdownSignals: [],
  });
}

/** Whatever hangs past its time is ended too. Otherwise whoever ordered the stop would kill it, and temporary files would stay. */
function endInTime(drainMs: number, log: Log): void {
  const limit = setTimeout(() => {
    log.error('the worker did not stop in time; its pages are lost');
    process.exit(1);
  }, drainMs + AFTER_DRAIN_MS);
  limit.unref();
}

/**
 * One worker, on the vault of the state folder and the Temporal that the environment names.
 * @param alone no stack has started it, so that the environment has to say where Temporal is
 */
export const workerPart =
  (alone: boolean): RunPart<ReadyWorker> =>
  async (env, { others, ready }) => {
    const { level, config } = readTogether({
      level: () => readLogLevel(env),
      config: () => readConfig(env),
      temporal: () => readTemporal(env, alone),
    });
    const log = createLog(level);
    installRuntime(log);
    const { stateDir, ceilings, circuit, loginsPerSite, postgres } = config;
    const vault = await openVault({
      stateDir,
      ceilings,
      circuit,
      loginsPerSite,
      postgres,
      providers: createProviders({ folder: join(stateDir, 'providers') }),
    });
    try {
      const prepared = await prepareWorker(config, vault, log);
      await others();
      const worker = await runPrepared(prepared, readTemporal(env, alone));
      log.info({ task_queue: config.taskQueue }, 'the worker is ready');
      // A login needs it; while the first calls are on their way there is time for it.
      setImmediate(playwright);
      void ready({ task_queue: config.taskQueue, url: worker.url }).then(() => {
        log.info('the worker stops');
        endInTime(config.drainMs, log);
        return worker.stop();
      });
      await worker.done;
    } finally {
      await vault.close();
    }
  };
