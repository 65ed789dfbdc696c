import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { browsersQueue, mainQueue, pagesQueue } from '../../../contract/names.js';
import type {
  BegunInvocation,
  BrowserActivities,
  ChooseStep,
  CloseInvocation,
  FillResult,
  FillStep,
  Outcome,
  PageActivities,
  RecoveredAttempt,
  SaveResult,
  SeenField,
  TemporalActivities,
  VaultActivities,
} from '../../../contract/steps.js';
import { PAGE_LOST } from '../../../contract/steps.js';
import { builtFile } from '../../../worker/built-file.js';
import { dataConverter } from '../../../worker/data-converter.js';
import { field, page } from '../../unit/workflows/pages.js';

export const input = (...fields: SeenField[]): Outcome => ({ kind: 'input', page: page(...fields) });
export const authenticated: Outcome = { kind: 'authenticated', url: 'https://example.com/home' };

/** What the site and the vault of a test do; each member may be replaced. */
export interface Script {
  open: (n: number) => Promise<Outcome> | Outcome;
  fill: (step: FillStep, n: number) => Promise<FillResult> | FillResult;
  choose: (choice: ChooseStep['choice']) => Promise<Outcome> | Outcome;
  look: () => Promise<Outcome> | Outcome;
  save: () => Promise<SaveResult> | SaveResult;
  begun: Partial<BegunInvocation>;
  recover: () => RecoveredAttempt;
}

export interface Played {
  readonly fills: FillStep[];
  readonly choices: ChooseStep['choice'][];
  readonly opens: number;
  readonly closes: CloseInvocation[];
  readonly recorded: unknown[];
  readonly recoveries: string[];
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
  recover: () => ({ state: 'revoked' }),
};

/** A worker whose pages and vault follow a script: what is tested is the workflows. */
export async function startScriptedWorker(
  connection: NativeConnection,
  script: Script,
  temporal: Partial<TemporalActivities> = {},
) {
  const prefix = `test-${randomUUID()}`;
  const played = {
    fills: [] as FillStep[],
    choices: [] as ChooseStep['choice'][],
    opens: 0,
    closes: [] as CloseInvocation[],
    recorded: [] as unknown[],
    recoveries: [] as string[],
  };
  const handle = { page_id: 'p1', task_queue: pagesQueue(prefix, 'w1') };
  const ticking = async <T>(work: () => Promise<T> | T): Promise<T> => {
    const context = Context.current();
    const timer = setInterval(() => context.heartbeat(), 1000);
    try {
      return await Promise.race([
        Promise.resolve(work()),
        (context.cancelled as Promise<never>).catch(() => {
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
        played.opens += 1;
        return { page: handle, outcome: await script.open(played.opens) };
      }),
  };
  const pages: PageActivities = {
    fillFields: (step) =>
      ticking(() => {
        played.fills.push(step);
        return script.fill(step, played.fills.length);
      }),
    chooseOption: ({ choice }) =>
      ticking(() => {
        played.choices.push(choice);
        return script.choose(choice);
      }),
    lookAtPage: () => ticking(script.look),
    saveSession: () => ticking(script.save),
    closePage: async () => {},
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
      ...script.begun,
    }),
    recoverAttempt: async ({ attempt_id }) => {
      played.recoveries.push(attempt_id);
      return script.recover();
    },
    closeInvocation: async (closing) => {
      played.closes.push(closing);
      return { credential_name: closing.status === 'SUCCESS' ? closing.save_credential_as : null };
    },
    recordAgent: async (record) => void played.recorded.push(record),
  };
  const common = { connection, dataConverter };
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: mainQueue(prefix),
      workflowBundle: { codePath: builtFile('workflow-bundle.js') },
      activities: { ...vault, isRunning: async () => true, ...temporal },
      maxCachedWorkflows: 100,
    }),
    Worker.create({ ...common, taskQueue: browsersQueue(prefix), activities: { ...browsers } }),
    Worker.create({ ...common, taskQueue: handle.task_queue, activities: { ...pages } }),
  ]);
  const runs = workers.map((worker) => worker.run());
  return {
    prefix,
    played: played as Played,
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(runs);
    },
  };
}
