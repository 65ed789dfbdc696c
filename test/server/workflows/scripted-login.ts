import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { LoginStop } from '../../../contract/agent/stop.js';
import type { SubmitMessage } from '../../../contract/invocation/invocation.js';
import { browsersQueue, mainQueue, pagesQueue } from '../../../contract/names.js';
import type {
  BegunInvocation,
  BrowserActivities,
  ChooseStep,
  ClosedInvocation,
  CloseInvocation,
  FillResult,
  FillStep,
  GivenAnswer,
  HeardChange,
  InvocationEnd,
  NeedsHuman,
  NotEntitled,
  Outcome,
  PageActivities,
  ProfileInUse,
  RecoveredAttempt,
  SaveResult,
  SeenField,
  SiteFull,
  StoredAtHand,
  TemporalActivities,
  VaultActivities,
} from '../../../contract/steps.js';
import { PAGE_LOST } from '../../../contract/steps.js';
import { builtFile } from '../../../worker/built-file.js';
import { dataConverter } from '../../../worker/data-converter.js';
import { beforeClose } from '../../support/temporal.js';
import { field, page } from '../../unit/workflows/pages.js';

export const input = (...fields: SeenField[]): Outcome => ({ kind: 'input', page: page(...fields) });
/** What looks sealed: nothing here opens it. */
export const SEALED = 'aGVhZGVy..aXY.Y2lwaGVy.dGFn';
/** An answer to a question that was never asked. */
export const LATE: SubmitMessage = { question: 99, kid: 'k1', entitlement: SEALED, field_values: {} };
export const authenticated: Outcome = { kind: 'authenticated', url: 'https://example.com/home' };

/** What the site and the vault of a test do; each member may be replaced. */
export interface Script {
  open: (n: number) => Promise<Outcome> | Outcome | ProfileInUse | SiteFull;
  fill: (step: FillStep, n: number) => Promise<FillResult> | FillResult;
  choose: (choice: ChooseStep['choice']) => Promise<Outcome> | Outcome | NotEntitled;
  look: () => Promise<Outcome> | Outcome;
  save: () => Promise<SaveResult> | SaveResult;
  close: () => Promise<void>;
  begun: Partial<BegunInvocation>;
  /** What is stored now; null: the login is over. */
  stored: () => StoredAtHand | null;
  /** What the agent has yet to hear. */
  change: (heard: string | null) => Promise<HeardChange> | HeardChange;
  /** Steps on pages do not hear of a cancel. */
  deaf: boolean;
  recover: () => RecoveredAttempt;
  standing: (asked: { readonly session_ended: boolean }) => Promise<LoginStop | null> | LoginStop | null;
  /** Whether the session of the agent is its own, as the vault says. */
  hasSession: () => Promise<boolean> | boolean;
  /** Whether a choice made without a page counts. */
  entitled: () => boolean;
  /** What the vault adds to the end of a login, and to what it answers then. */
  closed: Partial<ClosedInvocation>;
  endedWith: Partial<InvocationEnd>;
  /** The queue of a page's steps; null: that of the workers here. */
  queueOf: (open: number) => string | null;
}

export interface Played {
  readonly fills: FillStep[];
  readonly choices: ChooseStep['choice'][];
  readonly opens: number;
  readonly closes: CloseInvocation[];
  readonly recorded: unknown[];
  readonly needs: NeedsHuman[];
  readonly reminders: number[];
  /** Logins that began again after they had waited without a page, by the choice that said so. */
  readonly wakes: (GivenAnswer | null)[];
  readonly recoveries: string[];
  /** Steps on pages that were begun, by their activity. */
  readonly steps: string[];
  /** Pages that were closed. */
  readonly closedPages: string[];
}

export const lostPage = (): never => {
  throw ApplicationFailure.nonRetryable('', PAGE_LOST);
};

/** Fills e-mail, password and code pages one after the other, as a site would show them. */
export const threePages: Script = {
  open: () => input(field('email')),
  fill: (step) =>
    'email' in step.values
      ? input(field('password'))
      : 'password' in step.values
        ? input(field('code'))
        : authenticated,
  choose: () => authenticated,
  look: () => input(field('email')),
  save: () => ({ kind: 'saved', session_expires_at: null, post_login_url: 'https://example.com/home' }),
  begun: { stored: ['email'], has_totp: true },
  stored: () => null,
  change: () => ({ change: null, has_session: true }),
  close: async () => {},
  closed: {},
  deaf: false,
  recover: () => ({ state: 'revoked' }),
  standing: () => null,
  hasSession: () => true,
  entitled: () => true,
  endedWith: {},
  queueOf: () => null,
};

interface Scene {
  readonly script: Script;
  readonly temporal: Partial<TemporalActivities>;
  readonly played: Omit<Played, 'opens'> & { opens: number };
}

type Workflows = Pick<WorkerOptions, 'workflowBundle'>;

interface Stage {
  readonly prefix: string;
  /** From now on, workflows that nobody has seen yet play this. */
  set(scene: Scene): void;
}

/** One set of workers for all tests on a server: to start and to stop one takes longer than most tests. */
const stages = new WeakMap<NativeConnection, Promise<Stage>>();

/** Workers whose pages and vault follow a script: what is tested is the workflows. They stop when the connection closes. */
export async function startScriptedWorker(
  connection: NativeConnection,
  script: Script,
  temporal: Partial<TemporalActivities> = {},
  workflows: Workflows = { workflowBundle: { codePath: builtFile('workflow-bundle.js') } },
) {
  const stage = stages.get(connection) ?? startStage(connection, workflows);
  stages.set(connection, stage);
  const { prefix, set } = await stage;
  const scene: Scene = {
    script,
    temporal,
    played: {
      fills: [],
      choices: [],
      opens: 0,
      closes: [],
      recorded: [],
      needs: [],
      reminders: [],
      wakes: [],
      recoveries: [],
      steps: [],
      closedPages: [],
    },
  };
  set(scene);
  return { prefix, played: scene.played as Played };
}

async function startStage(connection: NativeConnection, workflows: Workflows): Promise<Stage> {
  const prefix = `test-${randomUUID()}`;
  let current: Scene | null = null;
  const scenes = new Map<string, Scene>();
  /** What the vault records, by invocation. */
  const sessions = new Map<string, Pick<InvocationEnd, 'session_expires_at' | 'post_login_url'>>();
  const ends = new Map<string, InvocationEnd>();
  /** That of the workflow which asks: one that goes on from an earlier test stays in its own. */
  const scene = (): Scene => {
    const { workflowId } = Context.current().info.workflowExecution!;
    const found = scenes.get(workflowId) ?? current!;
    scenes.set(workflowId, found);
    return found;
  };
  const handle = { page_id: 'p1', task_queue: pagesQueue(prefix, 'w1') };
  const ticking = async <T>(work: () => Promise<T> | T): Promise<T> => {
    const context = Context.current();
    const { played, script } = scene();
    played.steps.push(context.info.activityType);
    const timer = setInterval(() => context.heartbeat(), 1000);
    try {
      return await Promise.race([
        Promise.resolve(work()),
        (context.cancelled as Promise<never>).catch(() => {
          if (script.deaf) return new Promise<never>(() => undefined);
          throw new CancelledFailure('Canceled');
        }),
      ]);
    } finally {
      clearInterval(timer);
    }
  };
  const browsers: BrowserActivities = {
    openLogin: () =>
      ticking(async () => {
        const { played, script } = scene();
        played.opens += 1;
        const page = { ...handle, task_queue: script.queueOf(played.opens) ?? handle.task_queue };
        const outcome = await script.open(played.opens);
        return outcome.kind === 'profile_in_use' || outcome.kind === 'site_full' ? outcome : { page, outcome };
      }),
  };
  const pages: PageActivities = {
    fillFields: (step) =>
      ticking(() => {
        const { played, script } = scene();
        played.fills.push(step);
        return script.fill(step, played.fills.length);
      }),
    chooseOption: ({ choice }) =>
      ticking(() => {
        const { played, script } = scene();
        played.choices.push(choice);
        return script.choose(choice);
      }),
    lookAtPage: () => ticking(() => scene().script.look()),
    saveSession: ({ invocation_id }) =>
      ticking(async () => {
        const result = await scene().script.save();
        if (result.kind === 'saved') {
          const { session_expires_at, post_login_url } = result;
          sessions.set(invocation_id, { session_expires_at, post_login_url });
        }
        return result;
      }),
    closePage: ({ page }) => {
      const { played, script } = scene();
      played.closedPages.push(page.page_id);
      return script.close();
    },
  };
  const vault: VaultActivities = {
    callVault: async () => '',
    beginInvocation: async () => ({
      sealing_key: 'jws',
      kid: 'k1',
      stored: [],
      refused: [],
      has_totp: false,
      sso_provider: null,
      ...scene().script.begun,
    }),
    recoverAttempt: async ({ attempt_id }) => {
      const { played, script } = scene();
      played.recoveries.push(attempt_id);
      return script.recover();
    },
    closeInvocation: async (closing) => {
      const { invocation_id, status, error_code, save_credential_as } = closing;
      scene().played.closes.push(closing);
      const credential_name = status === 'SUCCESS' ? save_credential_as : null;
      const session = sessions.get(invocation_id) ?? { session_expires_at: null, post_login_url: null };
      ends.set(invocation_id, { status, error_code, credential_name, ...session, ...scene().script.endedWith });
      return { credential_name, ...scene().script.closed };
    },
    noteNeedsHuman: async (need) => void scene().played.needs.push(need),
    remind: async ({ nth }) => void scene().played.reminders.push(nth),
    wakeLogin: async ({ by }) => {
      scene().played.wakes.push(by);
      return { entitled: scene().script.entitled() };
    },
    readEnd: async ({ invocation_id }) => ends.get(invocation_id) ?? null,
    readStored: async () => scene().script.stored(),
    hearChange: async ({ heard }) => scene().script.change(heard),
    hasSession: async () => scene().script.hasSession(),
    checkLogin: async (asked) => scene().script.standing(asked),
    recordAgent: async (record) => void scene().played.recorded.push(record),
  };
  const temporal: TemporalActivities = {
    isRunning: async (id) => (scene().temporal.isRunning ?? (async () => true))(id),
    checkSession: async (asked) => (scene().temporal.checkSession ?? (async () => null))(asked),
    askAgent: (input) => scene().temporal.askAgent!(input),
  };
  // As in earnest: a step hears of a cancel at its next heartbeat.
  const common = { connection, dataConverter, maxHeartbeatThrottleInterval: '1s' } as const;
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: mainQueue(prefix),
      ...workflows,
      activities: { ...vault, ...temporal },
      maxCachedWorkflows: 100,
    }),
    Worker.create({ ...common, taskQueue: browsersQueue(prefix), activities: { ...browsers } }),
    Worker.create({ ...common, taskQueue: handle.task_queue, activities: { ...pages } }),
  ]);
  const runs = workers.map((worker) => worker.run());
  beforeClose(connection, async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
  });
  return { prefix, set: (next) => (current = next) };
}
