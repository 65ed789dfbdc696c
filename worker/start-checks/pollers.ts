import type { Client } from '@temporalio/client';

/** Values of `temporal.api.enums.v1.TaskQueueType`. */
const KINDS = { workflows: 1, activities: 2 } as const;

const WITHIN_MS = 5_000;

export interface Queue {
  readonly namespace: string;
  readonly name: string;
  readonly kind: keyof typeof KINDS;
}

/** Who polls a task queue. */
export interface Poller {
  /** As it calls itself. */
  readonly identity: string;
  /** When it last began to poll, in ms of Temporal's clock. */
  readonly at: number;
}

const describe = (client: Client, { namespace, name, kind }: Queue, reportStats: boolean) =>
  client.withDeadline(Date.now() + WITHIN_MS, () =>
    client.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name },
      taskQueueType: KINDS[kind],
      reportStats,
    }),
  );

/** Who has polled a task queue in the last minutes. */
export async function pollersOf(client: Client, queue: Queue): Promise<Poller[]> {
  const { pollers } = await describe(client, queue, false);
  return (pollers ?? []).map(({ identity, lastAccessTime }) => ({
    identity: identity ?? '',
    at: Number(lastAccessTime?.seconds ?? 0) * 1000 + (lastAccessTime?.nanos ?? 0) / 1e6,
  }));
}

/** How many tasks wait in a task queue, as far as Temporal knows. */
export async function backlogOf(client: Client, queue: Queue): Promise<number> {
  const { stats } = await describe(client, queue, true);
  return Number(stats?.approximateBacklogCount ?? 0);
}
