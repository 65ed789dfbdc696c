/** What our workflows use of `@temporalio/workflow`, in the time of the bench. The bench is bundled with it in place of the package. */
import { randomUUID } from 'node:crypto';
import { ActivityFailure, ApplicationFailure, CancelledFailure, RetryState, TimeoutFailure } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time.js';
import { at, time } from './clock.js';
import { current, here, Scope } from './run.js';
import { ContinueAsNew, world } from './world.js';

export { ActivityFailure, ApplicationFailure, TimeoutFailure };

type Duration = Parameters<typeof msToNumber>[0];
interface Definition {
  readonly type: string;
  readonly name: string;
}
interface Options {
  readonly retry?: { readonly maximumAttempts?: number; readonly initialInterval?: Duration };
}

export const ParentClosePolicy = { ABANDON: 'ABANDON' } as const;
export const uuid4 = (): string => randomUUID();
export const setWorkflowOptions = (): void => undefined;
export const setCurrentDetails = (): void => undefined;

export function setHandler(
  { type, name }: Definition,
  handler: (...args: never[]) => unknown,
  { validator = null }: { readonly validator?: ((...args: never[]) => void) | null } = {},
): void {
  current().run.handlers.set(`${type} ${name}`, { handler, validator });
}

export const allHandlersFinished = (): boolean => current().run.handling === 0;

export function patched(id: string): true {
  const { run } = current();
  // A marker, and the search attribute that lists it.
  if (!run.patches.has(id)) run.events += 2;
  run.patches.add(id);
  return true;
}

export const upsertMemo = (): void => current().run.count('memo', 1);

export function workflowInfo() {
  const { run } = current();
  return {
    workflowId: run.workflowId,
    firstExecutionRunId: run.firstRunId,
    continuedFromExecutionRunId: run.continued ? run.firstRunId : undefined,
    continueAsNewSuggested: run.suggestsNewRun,
    taskQueue: 'year',
  };
}

/** Waits until something is so, on a timer where there is a limit. */
export function condition(isDue: () => boolean, limit?: Duration): Promise<boolean> {
  const { run, scope } = current();
  if (isDue()) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    let takeBack = (): void => undefined;
    const wait = {
      scope,
      isDue,
      resolve: (inTime: boolean): void => {
        takeBack();
        resolve(inTime);
      },
      reject,
    };
    run.waits.add(wait);
    if (limit === undefined) return;
    // Started, and fired or taken back.
    run.count('timers', 2);
    takeBack = at(time() + msToNumber(limit), () => {
      if (!run.waits.delete(wait)) return;
      run.task();
      resolve(false);
    });
  });
}

export const sleep = async (limit: Duration): Promise<void> => void (await condition(() => false, limit));

export class CancellationScope {
  readonly #scope = new Scope(current().run);

  get consideredCancelled(): boolean {
    return this.#scope.consideredCancelled;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return here.run({ run: this.#scope.run, scope: this.#scope }, work);
  }

  cancel(): void {
    this.#scope.cancel();
  }

  static current() {
    const { scope } = current();
    const cancelRequested = new Promise<never>((_, reject) =>
      scope.onCancel(() => reject(new CancelledFailure('canceled'))),
    );
    return { consideredCancelled: scope.consideredCancelled, cancelRequested };
  }

  static nonCancellable<T>(work: () => Promise<T>): Promise<T> {
    return new CancellationScope().run(work);
  }
}

export const continueAsNew = (...args: unknown[]): never => {
  throw new ContinueAsNew(JSON.parse(JSON.stringify(args)));
};

export const getExternalWorkflowHandle = (id: string) => ({
  async signal({ name }: Definition, ...args: unknown[]): Promise<void> {
    const { run } = current();
    run.events += 2;
    world.signal(id, name, JSON.parse(JSON.stringify(args)));
    run.task();
  },
});

export async function startChild(
  type: string,
  { workflowId, args }: { readonly workflowId: string; readonly args: unknown[] },
): Promise<{ readonly firstExecutionRunId: string }> {
  const { run } = current();
  const child = world.start(workflowId, type, JSON.parse(JSON.stringify(args)), run);
  run.task();
  return { firstExecutionRunId: child.run.firstRunId };
}

const failureOf = (name: string, error: unknown): ActivityFailure => {
  const cause =
    error instanceof ApplicationFailure
      ? error
      : ApplicationFailure.create({ message: String(error), type: (error as { code?: string }).code ?? 'Error' });
  return new ActivityFailure('failed', name, undefined, RetryState.NON_RETRYABLE_FAILURE, 'year', cause);
};

const isLasting = (error: unknown): boolean => error instanceof ApplicationFailure && error.nonRetryable === true;

function proxy<T>(options: Options, note: (isRetry: boolean) => void): T {
  const { maximumAttempts = 10, initialInterval = '200ms' } = options.retry ?? {};
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    const { run } = current();
    for (let attempt = 1; ; attempt += 1) {
      note(attempt > 1);
      try {
        const activity = world.activitiesOf(run.workflowId)[name];
        if (activity === undefined) throw ApplicationFailure.nonRetryable(`no activity ${name}`, 'bench');
        const input = args.map((arg) => (arg === undefined ? arg : JSON.parse(JSON.stringify(arg))));
        return await world.during(() => activity(...(input as never[])));
      } catch (error) {
        if (isLasting(error) || attempt >= maximumAttempts) throw failureOf(name, error);
        await world.sleep(msToNumber(initialInterval) * 2 ** (attempt - 1));
      }
    }
  };
  return new Proxy(
    {},
    {
      get:
        (_, name: string) =>
        (...args: unknown[]) =>
          call(name, args),
    },
  ) as T;
}

export const proxyLocalActivities = <T>(options: Options): T => proxy<T>(options, () => current().run.local());

export const proxyActivities = <T>(options: Options): T =>
  proxy<T>(options, (isRetry) => {
    const { run } = current();
    if (isRetry) return run.count('retries', 0);
    run.count('activities', 3);
    run.task();
  });
