import type { Client } from '@temporalio/client';

/** A Temporal that answers what a test says. Every call goes through `withDeadline`, as it must. */
export interface FakeTemporal {
  readonly client: Client;
  /** Calls that were made outside of a deadline. */
  readonly unbounded: string[];
}

type Calls = Record<string, (...args: never[]) => unknown>;

/** @param calls `execute`, `query`, `signal`, `executeUpdate`, `startUpdate`, `describe`, `result`, `updateResult`, `executeUpdateWithStart`, `getSystemInfo`, `describeTaskQueue` */
export function fakeTemporal(calls: Calls): FakeTemporal {
  const unbounded: string[] = [];
  let deadlines = 0;
  const call =
    (name: string) =>
    async (...args: unknown[]): Promise<unknown> => {
      if (deadlines === 0) unbounded.push(name);
      const answer = calls[name];
      if (!answer) throw new Error(`the test does not answer ${name}`);
      return (answer as (...args: unknown[]) => unknown)(...args);
    };
  const withDeadline = async (_deadline: number, made: () => Promise<unknown>): Promise<unknown> => {
    deadlines += 1;
    try {
      return await made();
    } finally {
      deadlines -= 1;
    }
  };
  const handle = (workflowId: string) => ({
    workflowId,
    query: call('query'),
    signal: call('signal'),
    executeUpdate: call('executeUpdate'),
    startUpdate: call('startUpdate'),
    describe: call('describe'),
    result: call('result'),
    getUpdateHandle: (updateId: string) => ({ result: () => call('updateResult')(updateId) }),
  });
  const client = {
    withDeadline,
    withAbortSignal: (_signal: AbortSignal, made: () => Promise<unknown>) => made(),
    options: { namespace: 'default' },
    workflowService: { getSystemInfo: call('getSystemInfo'), describeTaskQueue: call('describeTaskQueue') },
    workflow: {
      execute: call('execute'),
      executeUpdateWithStart: call('executeUpdateWithStart'),
      getHandle: handle,
    },
  };
  return { client: client as unknown as Client, unbounded };
}
