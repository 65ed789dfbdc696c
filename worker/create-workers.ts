import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import {
  type ActivityInterceptorsFactory,
  type NativeConnection,
  Worker,
  type WorkerDeploymentOptions,
  type WorkerOptions,
} from '@temporalio/worker';
import { type Pages, slotSupplier } from '../activities/browser/index.js';
import { createLoginActivities, type LoginOptions, lookWithBrowser } from '../activities/login/index.js';
import { checkDue, type Looker } from '../activities/session-check/index.js';
import { askAgent } from '../activities/temporal/ask-agent.js';
import { checkSession } from '../activities/temporal/check-session.js';
import { firstRunOf } from '../activities/temporal/first-run-of.js';
import { isRunning } from '../activities/temporal/is-running.js';
import { tellChanges } from '../activities/temporal/tell-changes.js';
import type { Vault } from '../activities/vault/types.js';
import type { VaultOperation } from '../contract/index.js';
import { browsersQueue, mainQueue, pagesQueue } from '../contract/names.js';
import type { Recipe } from '../contract/recipes/recipe.js';
import type { BrowserActivities, PageActivities, TemporalActivities, VaultActivities } from '../contract/steps.js';
import { abortReasonOf } from './abort-reason.js';
import { builtFile } from './built-file.js';
import { callerInterceptor } from './caller-interceptor.js';
import type { WorkerConfig } from './config.js';
import type { Connected } from './connect.js';
import { dataConverter } from './data-converter.js';
import { errorInterceptor } from './error-interceptor.js';
import type { Log } from './log.js';
import { madeTogether } from './made-together.js';
import { nameOfWorker } from './start-checks/task-queue.js';
import type { Takers } from './taking.js';
import type { WorkerMetrics } from './telemetry/worker-metrics.js';

/** How often a step on a page sends a heartbeat. Only then does it learn that its login was canceled. */
const HEARTBEATS = {
  maxHeartbeatThrottleInterval: '1s',
  defaultHeartbeatThrottleInterval: '1s',
} as const satisfies Partial<WorkerOptions>;
/** How long opening a page may take to end when the worker stops. It is short, because another worker can start over: nothing was typed yet. */
const OPENING_GRACE_MS = 5_000;
/** The same for what is not on a page. */
const GRACE_MS = 5_000;

/** Calls that change what agents believe. */
const CHANGES: ReadonlySet<string> = new Set<VaultOperation>([
  'agents.grant',
  'agents.update',
  'agents.resume',
  'credentials.create',
  'credentials.update',
  'credentials.delete',
  // Who lists may find that an item has changed.
  'providers.items',
  'providers.match',
  'providers.update',
  'providers.delete',
  'profiles.import',
  'profiles.delete',
  'profiles.rollback',
]);
/** How long a caller waits until the agents are told. The next round tells those that are left. */
const TELL_MS = 2_000;

const soon = (told: Promise<void>): Promise<void> =>
  Promise.race([told.catch(() => undefined), sleep(TELL_MS, undefined, { ref: false })]);

const workflowId = (): string => Context.current().info.workflowExecution?.workflowId ?? '';

export const vaultActivities = (
  vault: Vault,
  metrics: Pick<WorkerMetrics, 'loginClosed'>,
  { tell, checkSessions }: { tell(): Promise<void>; checkSessions(): Promise<void> },
): VaultActivities => ({
  async callVault(input) {
    const answer = await vault.callVault(input, workflowId());
    if (input.request !== null && CHANGES.has(input.request.op)) await soon(tell());
    return answer;
  },
  beginInvocation: (input) => vault.beginInvocation(input),
  recoverAttempt: (input) => vault.recoverAttempt(input),
  async closeInvocation(input) {
    const closed = await vault.closeInvocation(input);
    // A login has ended whether or not it is counted.
    await metrics.loginClosed(input).catch(() => undefined);
    await soon(tell());
    return closed;
  },
  noteNeedsHuman: (input) => vault.noteNeedsHuman(input),
  remind: (input) => vault.remind(input),
  wakeLogin: (input) => vault.wakeLogin(input),
  readEnd: (input) => vault.readEnd(input),
  readStored: (input) => vault.readStored(input),
  hearChange: (input) => vault.hearChange(input, workflowId()),
  hasSession: ({ id }) => vault.hasSession(id),
  checkLogin: (input) => vault.checkLogin(input, workflowId()),
  async recordAgent(input) {
    await vault.recordAgent(input, workflowId());
    // What was just proven is looked at in the background, to find out how it can be looked at.
    if (input.status === 'AUTHENTICATED') void checkSessions().catch(() => undefined);
  },
});

/** Logins stay with the version that they began on, as long as workers of it run; all else goes on with the current one. */
const versioned = ({ deployment }: WorkerConfig): { workerDeploymentOptions?: WorkerDeploymentOptions } =>
  deployment === null
    ? {}
    : {
        workerDeploymentOptions: {
          version: deployment,
          useWorkerVersioning: true,
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        },
      };

export interface CreatedWorkers {
  readonly pageSteps: Worker;
  readonly takers: Takers;
  /** Others of the same kind. */
  makeTakers(): Promise<Takers>;
  /** Looks at the sessions whose time it is. */
  checkSessions(): Promise<void>;
}

export interface WorkerParts {
  readonly connected: Connected;
  readonly config: WorkerConfig;
  /** Names this worker: 12 hexadecimal digits. */
  readonly id: string;
  readonly vault: Vault;
  /** What tells the vault from others. */
  readonly vaultId: string;
  readonly pages: Pages;
  readonly recipes: readonly Recipe[];
  readonly metrics: WorkerMetrics;
  readonly log: Log;
}

/** Workers for three queues: workflows and vault calls; opening pages; steps on the pages of this worker. */
export async function createWorkers({
  connected: { connection, namespace, client },
  config,
  id,
  vault,
  vaultId,
  pages,
  recipes,
  metrics,
  log,
}: WorkerParts): Promise<CreatedWorkers> {
  const taskQueue = pagesQueue(config.taskQueue, id);
  const options: LoginOptions = {
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
  };
  const { openLogin, ...steps } = createLoginActivities(options);
  const tell = tellChanges(client, vault);
  const looker: Looker = { vault, browser: lookWithBrowser(options), onOver: tell };
  const checkSessions = (): Promise<void> => checkDue(looker);
  const check = checkSession(looker);
  const temporal: TemporalActivities = {
    askAgent: askAgent(client, vault, config.taskQueue, check),
    checkSession: check,
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
    identity: nameOfWorker(id, vaultId),
    interceptors: { activity },
    shutdownGraceTime: GRACE_MS,
  } satisfies Partial<WorkerOptions>;
  const fixed = (numSlots: number) => ({ type: 'fixed-size' as const, numSlots });

  const makeMain = () =>
    Worker.create({
      ...common,
      ...versioned(config),
      taskQueue: mainQueue(config.taskQueue),
      workflowBundle: { codePath: builtFile('workflow-bundle.js') },
      activities: { ...vaultActivities(vault, metrics, { tell, checkSessions }), ...temporal },
      maxCachedWorkflows: config.maxCachedWorkflows,
      maxConcurrentWorkflowTaskExecutions: 20,
      // How long a workflow stays with a worker that was killed before another one takes it over.
      stickyQueueScheduleToStartTimeout: '5s',
      maxConcurrentLocalActivityExecutions: 20,
      maxConcurrentActivityTaskExecutions: 20,
    });
  const makeBrowsers = () =>
    Worker.create({
      ...common,
      ...HEARTBEATS,
      ...versioned(config),
      taskQueue: browsersQueue(config.taskQueue),
      shutdownGraceTime: Math.min(OPENING_GRACE_MS, config.drainMs),
      activities: { openLogin } satisfies BrowserActivities,
      tuner: {
        workflowTaskSlotSupplier: fixed(1),
        activityTaskSlotSupplier: slotSupplier(pages.slots),
        localActivityTaskSlotSupplier: fixed(1),
        nexusTaskSlotSupplier: fixed(1),
      },
      maxConcurrentActivityTaskPolls: 1,
    });
  const makePageSteps = () =>
    Worker.create({
      ...common,
      ...HEARTBEATS,
      // Not versioned: a queue that goes with its worker would keep the next version from becoming the current one.
      taskQueue,
      shutdownGraceTime: config.drainMs / 2,
      activities: steps satisfies PageActivities,
      // More slots than pages: a step that waits for a slot would look like a lost page.
      maxConcurrentActivityTaskExecutions: config.maxPages * 2 + 4,
    });
  const makeTakers = madeTogether<Takers>({ main: makeMain, browsers: makeBrowsers });
  const [takers, pageSteps] = await Promise.all([makeTakers(), makePageSteps()]);
  return { pageSteps, takers, makeTakers, checkSessions };
}
