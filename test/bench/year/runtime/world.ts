/** All workflows that run, in a time of their own: it goes on when nothing is left to do. */
import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/common';
import { type Bill, total } from '../../history/bill.js';
import { at, goOn, time } from './clock.js';
import { here, Run } from './run.js';

export type Activities = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;
type WorkflowFunction = (...args: never[]) => Promise<unknown>;

/** How a run ends that another one follows. */
export class ContinueAsNew extends Error {
  constructor(readonly args: readonly unknown[]) {
    super('continue as new');
  }
}

/** What all runs of a workflow came to. */
export interface Runs {
  readonly bill: Bill;
  readonly mostEvents: number;
  readonly runs: number;
}

interface Execution {
  run: Run;
  readonly ended: Promise<unknown>;
  isRunning: boolean;
  readonly before: Run[];
}

/** Times that a call of the vault is made before it is an error of the bench. */
const MANY = 200;

class World {
  readonly #executions = new Map<string, Execution>();
  #atWork = 0;
  #lastWork: Promise<unknown> = Promise.resolve();
  workflows: Readonly<Record<string, WorkflowFunction>> = {};
  /** Those of a workflow's id. */
  activitiesOf: (workflowId: string) => Activities = () => ({});

  start(workflowId: string, type: string, args: readonly unknown[], startedBy: Run | null): Execution {
    if (this.#executions.get(workflowId)?.isRunning) throw new Error(`${workflowId} runs already`);
    const firstRunId = randomUUID();
    let execution: Execution;
    const begin = (run: Run, input: readonly unknown[]): Promise<unknown> =>
      here.run({ run, scope: run.root }, async () => {
        try {
          return await this.workflows[type]!(...(input as never[]));
        } catch (error) {
          if (!(error instanceof ContinueAsNew)) throw error;
          execution.before.push(run);
          execution.run = new Run(workflowId, firstRunId, true);
          return begin(execution.run, error.args);
        }
      });
    const run = new Run(workflowId, firstRunId, false);
    if (startedBy !== null) startedBy.count('child workflows', 2);
    let done: (value: Promise<unknown>) => void = () => undefined;
    execution = { run, isRunning: true, before: [], ended: new Promise((resolve) => (done = resolve)) };
    this.#executions.set(workflowId, execution);
    const ended = begin(run, args).finally(() => {
      execution.isRunning = false;
    });
    ended.catch((error: unknown) => this.failures.push(`${workflowId}: ${String(error)}`));
    done(ended);
    return execution;
  }

  readonly failures: string[] = [];

  isRunning(workflowId: string): boolean {
    return this.#executions.get(workflowId)?.isRunning === true;
  }

  #find(workflowId: string): Run {
    const found = this.#executions.get(workflowId);
    if (!found?.isRunning) throw new WorkflowNotFoundError('no such workflow', workflowId, undefined);
    return found.run;
  }

  signal(workflowId: string, name: string, args: readonly unknown[]): void {
    this.#find(workflowId)
      .handle(name, args, false)
      .catch((error: unknown) => this.failures.push(`${workflowId} ${name}: ${String(error)}`));
  }

  update(workflowId: string, name: string, args: readonly unknown[]): Promise<unknown> {
    return this.#find(workflowId).handle(name, args, true);
  }

  query(workflowId: string, name: string): unknown {
    const { run } = this.#executions.get(workflowId)!;
    return (run.handlers.get(`query ${name}`)!.handler as () => unknown)();
  }

  /** Work that takes real time and none of this one's. One after the other: how long it really takes changes nothing then. */
  during<T>(work: () => Promise<T>): Promise<T> {
    this.#atWork += 1;
    const done = this.#lastWork.then(work);
    this.#lastWork = done.catch(() => undefined);
    return done.finally(() => {
      this.#atWork -= 1;
    });
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => at(time() + ms, resolve));
  }

  /** Until nothing goes on but by time. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      await turn();
      let any = this.#atWork > 0;
      for (const { run, isRunning } of this.#executions.values()) if (isRunning && run.look()) any = true;
      quiet = any ? 0 : quiet + 1;
    }
    if (this.failures.length > 0) throw new Error(this.failures.join('\n'));
  }

  /** Lets time go on. */
  async until(when: number): Promise<void> {
    await this.settle();
    let sameTime = 0;
    for (let before = time(); goOn(when); before = time()) {
      await this.settle();
      sameTime = time() === before ? sameTime + 1 : 0;
      if (sameTime > MANY) throw new Error('time stands still');
    }
    await this.settle();
  }

  /** Of those of which `isMeant`. */
  runsOf(isMeant: (workflowId: string) => boolean): Runs {
    const runs = [...this.#executions].filter(([id]) => isMeant(id)).flatMap(([, { run, before }]) => [...before, run]);
    return {
      bill: total(runs.map(({ bill }) => bill)),
      mostEvents: Math.max(0, ...runs.map(({ events }) => events)),
      runs: runs.length,
    };
  }
}

export const world = new World();
