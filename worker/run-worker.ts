import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import {
  type ActivityInterceptorsFactory,
  type NativeConnection,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { Pages, type PagesOptions, refuseUnsafeDebug, slotSupplier } from '../activities/browser/index.js';
import { createLoginActivities, type Recipe, readRecipes } from '../activities/login/index.js';
import { askAgent } from '../activities/temporal/ask-agent.js';
import { firstRunOf } from '../activities/temporal/first-run-of.js';
import { isRunning } from '../activities/temporal/is-running.js';
import { waitsForPerson } from '../activities/temporal/waits-for-person.js';
import type { Vault } from '../activities/vault/types.js';
import { hasCode } from '../contract/has-code.js';
import { browsersQueue, mainQueue, pagesQueue } from '../contract/names.js';
import type { BrowserActivities, PageActivities, TemporalActivities, VaultActivities } from '../contract/steps.js';
import { abortReasonOf } from './abort-reason.js';
import { builtFile } from './built-file.js';
import { callerInterceptor } from './caller-interceptor.js';
import type { WorkerConfig } from './config.js';
import { type Connected, connect } from './connect.js';
import { dataConverter } from './data-converter.js';
import { errorInterceptor } from './error-interceptor.js';
import type { Log } from './log.js';
import { needTool } from './need-tool.js';

const SWEEP_MS = 60_000;
/** How often a step on a page sends a heartbeat. Only then does it learn that its login was canceled. */
const HEARTBEATS = {
  maxHeartbeatThrottleInterval: '1s',
  defaultHeartbeatThrottleInterval: '1s',
} as const satisfies Partial<WorkerOptions>;
/** How long a step on a page may take to end when the worker stops. After that, the result of its attempt counts as unknown. */
const SHUTDOWN_GRACE = '20s';
/** The same for opening a page. It is short, because another worker can start over: nothing was typed yet. */
const OPENING_GRACE = '5s';

const workflowId = (): string => Context.current().info.workflowExecution?.workflowId ?? '';

const vaultActivities = (vault: Vault): VaultActivities => ({
  callVault: (input) => vault.callVault(input, workflowId()),
  beginInvocation: (input) => vault.beginInvocation(input),
  recoverAttempt: (input) => vault.recoverAttempt(input),
  closeInvocation: (input) => vault.closeInvocation(input),
  readEnd: (input) => vault.readEnd(input),
  checkLogin: (input) => vault.checkLogin(input, workflowId()),
  recordAgent: (input) => vault.recordAgent(input, workflowId()),
});

async function browserOf(config: WorkerConfig): Promise<PagesOptions['browser']> {
  if (config.cdpUrl !== null) return { cdpUrl: config.cdpUrl };
  return { ...(await needTool('chromium')), headed: config.headed };
}

export interface RunningWorker {
  /** Settles when the worker has stopped; rejects when Temporal gave up on it. */
  readonly done: Promise<void>;
  /** Lets running steps end, then stops. */
  stop(): Promise<void>;
}

/** One worker for each of three queues: workflows and vault calls; opening pages; steps on the pages of this worker. */
async function createWorkers(
  { connection, namespace, client }: Connected,
  config: WorkerConfig,
  vault: Vault,
  pages: Pages,
  recipes: readonly Recipe[],
  log: Log,
): Promise<{ main: Worker; browsers: Worker; pageSteps: Worker }> {
  const workerId = randomBytes(6).toString('hex');
  const taskQueue = pagesQueue(config.taskQueue, workerId);
  const login = createLoginActivities({
    vault,
    pages,
    taskQueue,
    artefactDir: join(config.stateDir, 'artefacts'),
    recipes,
    pixels: config.pixels,
    activity: () => {
      const context = Context.current();
      return {
        heartbeat: () => context.heartbeat(),
        signal: context.cancellationSignal,
        abortReason: () => abortReasonOf(context),
      };
    },
  });
  const { openLogin, ...steps } = login;
  const temporal: TemporalActivities = {
    askAgent: askAgent(client, vault, config.taskQueue),
    isRunning: isRunning(client),
  };
  // The outermost first: what the second refuses becomes a failure like any other.
  const activity: ActivityInterceptorsFactory[] = [
    errorInterceptor(log),
    callerInterceptor({ namespace, vault, firstRunOf: firstRunOf(client) }),
  ];
  const common = {
    connection: connection as NativeConnection,
    namespace,
    dataConverter,
    identity: `agent-auth-${workerId}`,
    interceptors: { activity },
    shutdownGraceTime: SHUTDOWN_GRACE,
  } satisfies Partial<WorkerOptions>;
  const fixed = (numSlots: number) => ({ type: 'fixed-size' as const, numSlots });

  const [main, browsers, pageSteps] = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: mainQueue(config.taskQueue),
      workflowBundle: { codePath: builtFile('workflow-bundle.js') },
      activities: { ...vaultActivities(vault), ...temporal },
      maxCachedWorkflows: config.maxCachedWorkflows,
      maxConcurrentWorkflowTaskExecutions: 20,
      // How long a workflow stays with a worker that was killed before another one takes it over.
      stickyQueueScheduleToStartTimeout: '5s',
      maxConcurrentLocalActivityExecutions: 20,
      maxConcurrentActivityTaskExecutions: 20,
    }),
    Worker.create({
      ...common,
      ...HEARTBEATS,
      taskQueue: browsersQueue(config.taskQueue),
      shutdownGraceTime: OPENING_GRACE,
      activities: { openLogin } satisfies BrowserActivities,
      tuner: {
        workflowTaskSlotSupplier: fixed(1),
        activityTaskSlotSupplier: slotSupplier(pages.slots),
        localActivityTaskSlotSupplier: fixed(1),
        nexusTaskSlotSupplier: fixed(1),
      },
      maxConcurrentActivityTaskPolls: 1,
    }),
    Worker.create({
      ...common,
      ...HEARTBEATS,
      taskQueue,
      activities: steps satisfies PageActivities,
      // More slots than pages: a step that waits for a slot would look like a lost page.
      maxConcurrentActivityTaskExecutions: config.maxPages * 2 + 4,
    }),
  ]);
  return { main, browsers, pageSteps };
}

/**
 * Runs a worker on a vault until it is stopped.
 * @throws AgentAuthError `temporal_unavailable` and the like, `tool_missing`, `unsafe_debug`, `recipe_invalid`
 */
export async function runWorker(config: WorkerConfig, vault: Vault, log: Log): Promise<RunningWorker> {
  refuseUnsafeDebug(process.env);
  const recipes = await readRecipes(config.recipes.folder, config.recipes);
  const browser = await browserOf(config);
  const connected = await connect();
  const pages = new Pages({
    browser,
    maxPages: config.maxPages,
    idleMs: config.pageIdleSeconds * 1000,
    onLost: (pages) => log.warn({ pages }, 'open pages were lost, with their browser or by a crash'),
    waitsForPerson: waitsForPerson(connected.client),
    isOver: async (workflow_id) => !(await isRunning(connected.client)({ workflow_id })),
  });
  const { main, browsers, pageSteps } = await createWorkers(connected, config, vault, pages, recipes, log);
  let moved: unknown = null;
  const sweeper = setInterval(() => {
    vault.sweep().catch((error: unknown) => {
      if (hasCode(error, 'state_dir_moved')) {
        moved = error;
        log.error({ code: error.code }, error.message);
        void stop();
      } else log.error('sweeping dead keys failed; it is tried again in a minute');
    });
  }, SWEEP_MS);

  const runs = [browsers, pageSteps, main].map((worker) => worker.run());
  const done = Promise.all(runs).then(async () => {
    clearInterval(sweeper);
    await pages.closeAll();
    await connected.connection.close();
    if (moved) throw moved;
  });
  done.catch(() => clearInterval(sweeper));

  const stopping = (worker: Worker): void => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const stop = async (): Promise<void> => {
    // Page workers first: no new login is taken and steps in progress end, while the workflows' worker can still take their results.
    stopping(browsers);
    stopping(pageSteps);
    await Promise.allSettled(runs.slice(0, 2));
    stopping(main);
  };
  return {
    done,
    async stop() {
      await stop();
      await done;
    },
  };
}
