import { randomBytes } from 'node:crypto';
import { Pages, type PagesOptions, reachesOf, refuseUnsafeDebug } from '../activities/browser/index.js';
import { readRecipes } from '../activities/login/index.js';
import { isRunning } from '../activities/temporal/is-running.js';
import { someoneAnswers } from '../activities/temporal/someone-answers.js';
import { tellChanges } from '../activities/temporal/tell-changes.js';
import { waitsForPerson } from '../activities/temporal/waits-for-person.js';
import type { Vault } from '../activities/vault/types.js';
import { type Outbox, startOutbox, webhookChannel } from '../activities/webhooks/index.js';
import { browsersQueue } from '../contract/names.js';
import { answers } from './answers.js';
import { comparison } from './comparison.js';
import type { WorkerConfig } from './config.js';
import { type Connected, connect } from './connect.js';
import { createWorkers, type WorkerParts } from './create-workers.js';
import { drain } from './drain.js';
import { eachMinute, type Rounds } from './each-minute.js';
import type { Log } from './log.js';
import { needTool } from './need-tool.js';
import { readStackFile } from './stack/stack-file.js';
import { standBy } from './stand-by.js';
import { checkTemporal } from './start-checks/check-temporal.js';
import { backlogOf } from './start-checks/pollers.js';
import { idOfVault, isShared } from './start-checks/task-queue.js';
import { startTaking, type Taking } from './taking.js';
import { type OwnPort, openPort } from './telemetry/own-port.js';
import { workerReadiness } from './telemetry/readiness.js';
import { workerMetrics } from './telemetry/worker-metrics.js';
import type { TemporalTarget } from './temporal-environment.js';

async function browserOf(config: WorkerConfig): Promise<PagesOptions['browser']> {
  if (config.cdpUrl !== null) return { cdpUrl: config.cdpUrl };
  return { ...(await needTool('chromium')), headed: config.headed };
}

export interface RunningWorker {
  /** Where it says how it is (`AGENT_AUTH_WORKER_PORT`), without a trailing slash; null: nowhere. */
  readonly url: string | null;
  /** Settles when the worker has stopped; rejects when Temporal gave up on it. */
  readonly done: Promise<void>;
  /** Takes no new login, lets those at work end or come to where another worker goes on, then stops. */
  stop(): Promise<void>;
}

/** A worker that has all but Temporal. */
export interface PreparedWorker extends Pick<WorkerParts, 'config' | 'id' | 'vault' | 'vaultId' | 'recipes' | 'log'> {
  readonly browser: PagesOptions['browser'];
}

/** What a worker is made of, once all is checked. */
type Checked = PreparedWorker & WorkerParts;

/**
 * Does what a worker needs no Temporal for.
 * @throws AgentAuthError `tool_missing`, `unsafe_debug`, `recipe_invalid`
 */
export async function prepareWorker(config: WorkerConfig, vault: Vault, log: Log): Promise<PreparedWorker> {
  refuseUnsafeDebug(process.env);
  const recipes = await readRecipes(config.recipes.folder, config.recipes);
  const browser = await browserOf(config);
  return { config, id: randomBytes(6).toString('hex'), vault, vaultId: await idOfVault(vault), recipes, log, browser };
}

/** @throws AgentAuthError what is wrong, before anything is taken from Temporal */
async function check(prepared: PreparedWorker, connected: Connected): Promise<Checked> {
  const { config, id, vault, vaultId, log, browser } = prepared;
  const { client, namespace } = connected;
  const { taskQueue, deployment } = config;
  await checkTemporal({ connected, taskQueue, id, vaultId, deployment, log });
  const pages = new Pages({
    browser,
    maxPages: config.maxPages,
    idleMs: config.pageIdleSeconds * 1000,
    onLost: (pages) => log.warn({ pages }, 'open pages were lost, with their browser or by a crash'),
    waitsForPerson: waitsForPerson(client),
    isOver: async (workflow_id) => !(await isRunning(client)({ workflow_id })),
  });
  const queue = { namespace, name: browsersQueue(config.taskQueue), kind: 'activities' } as const;
  const metrics = workerMetrics({
    vault,
    maxPages: config.maxPages,
    pagesInUse: () => pages.size,
    queuedLogins: () => backlogOf(client, queue),
  });
  return { ...prepared, connected, pages, metrics };
}

/** Workers send the events: there is not always an HTTP server. */
const outboxOf = ({ vault, config, log }: Checked): Outbox =>
  startOutbox({
    vault,
    channel: webhookChannel({
      reaches: reachesOf(config.webhookReach),
      // The server may begin to listen after the worker.
      publicUrl: async () => config.publicUrl ?? (await readStackFile(config.stateDir))?.http_url ?? null,
    }),
    onFailed: ({ webhook_id, event }) =>
      log.error({ webhook_id, event_id: event.id }, 'an event was given up: its webhook took it at no try'),
    onTrouble: () => log.warn('the vault did not say what is to be sent; it is asked again'),
  });

/** A vault in the state folder is nobody else's. */
const standsBy = ({ connected, config, vault, log }: Checked, taking: Taking): (() => void) =>
  config.postgres === undefined
    ? () => undefined
    : standBy({
        isVaultThere: () => answers(vault.isThere()),
        someoneAnswers: (times) => someoneAnswers(connected.client, config.taskQueue, times),
        taking,
        log,
      });

async function run(parts: Checked): Promise<RunningWorker> {
  const { connected, config, vault, vaultId, pages, browser, metrics, log } = parts;
  let taking: Taking | null = null;
  let gone: unknown = null;
  let stopping: Promise<void> | null = null;
  let rounds: Rounds | null = null;
  const readiness = workerReadiness({
    connected,
    vault,
    browser,
    isQueueShared: () => rounds?.isQueueShared === true,
    isRunning: () => stopping === null && taking?.isTaking === true,
  });
  const port: OwnPort | null = config.port && (await openPort(config.port, { registry: metrics.registry, readiness }));
  const made = await createWorkers(parts).catch(async (error: unknown) => {
    await port?.close();
    throw error;
  });
  // From here on logins are taken.
  const { pageSteps } = made;
  const taken = startTaking(made.takers, made.makeTakers);
  taking = taken;
  const stepped = pageSteps.run();
  const endStandBy = standsBy(parts, taken);
  const outbox = outboxOf(parts);
  const stop = (): Promise<void> => {
    endStandBy();
    stopping ??= drain({ taking: taken, pageSteps, stepped, pages }, config.drainMs);
    return stopping;
  };
  const tell = tellChanges(connected.client, vault);
  const compared = comparison({ client: connected.client, vault, taskQueue: config.taskQueue }, log);
  rounds = eachMinute({
    vault,
    log,
    async tellChanges() {
      await vault.lookForChanges().catch(() => undefined);
      await tell();
    },
    async checkSessions() {
      await made.checkSessions();
      if ((await vault.wantDue()) > 0) await tell();
    },
    compareTemporal: () => compared.go(),
    isQueueShared: () => isShared(connected, config.taskQueue, vaultId),
    stop(error) {
      gone = error;
      void stop();
    },
  });
  // Whoever was to tell agents of a change may have died with an earlier worker: they need not wait for the first round.
  tell().catch(() => undefined);
  // Temporal may have lost what it knew while no worker was there to see it.
  void vault.askComparison().then(compared.go, () => undefined);
  const done = Promise.all([taken.done, stepped])
    .then(async () => {
      await pages.closeAll();
      if (gone) throw gone;
    })
    .finally(async () => {
      rounds.end();
      endStandBy();
      compared.end();
      await outbox.end();
      await port?.close();
      // Where one of the workers gave up, the others still hold it.
      await connected.connection.close().catch(() => undefined);
    });
  done.catch(() => undefined);
  return {
    url: port?.url ?? null,
    done,
    async stop() {
      await stop();
      await done;
    },
  };
}

/**
 * Runs a prepared worker until it is stopped.
 * @param target where Temporal is. @default what the environment names
 * @throws AgentAuthError `temporal_unavailable` and the like, `clock_skewed`, `task_queue_taken`, `port_unavailable`
 */
export async function runPrepared(prepared: PreparedWorker, target?: TemporalTarget): Promise<RunningWorker> {
  const connected = await connect(target);
  try {
    return await run(await check(prepared, connected));
  } catch (error) {
    await connected.connection.close().catch(() => undefined);
    throw error;
  }
}

/**
 * Runs a worker on a vault until it is stopped.
 * @param target where Temporal is. @default what the environment names
 * @throws AgentAuthError `temporal_unavailable` and the like, `tool_missing`, `unsafe_debug`, `recipe_invalid`, `clock_skewed`,
 * `task_queue_taken`, `port_unavailable`
 */
export async function runWorker(
  config: WorkerConfig,
  vault: Vault,
  log: Log,
  target?: TemporalTarget,
): Promise<RunningWorker> {
  return runPrepared(await prepareWorker(config, vault, log), target);
}
