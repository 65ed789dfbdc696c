/** One worker in a process of its own: `node worker-process.js`. Stops on SIGTERM, and when the process that started it is gone. */
import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { openVault } from '../activities/vault/index.js';
import { readConfig } from './config.js';
import { createLog } from './log.js';
import { runPart } from './part-process.js';
import { runWorker } from './run-worker.js';
import { temporalLogger } from './temporal-logger.js';

runPart(async (ready) => {
  const log = createLog();
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    shutdownSignals: [],
  });
  const config = readConfig(process.env);
  const { stateDir, ceilings, postgres } = config;
  const vault = await openVault({ stateDir, ceilings, postgres });
  const worker = await runWorker(config, vault, log);
  void ready({}).then(() => worker.stop());
  await worker.done;
  await vault.close();
});
