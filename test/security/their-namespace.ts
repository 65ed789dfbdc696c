import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';

/** What somebody has who has the Temporal namespace and nothing else: a client of their own, and a worker of their own. */
export interface TheirNamespace {
  readonly temporal: Client;
  /** Where their worker takes the workflows of `their-workflow.ts` from. */
  readonly taskQueue: string;
  close(): Promise<void>;
}

export async function enterNamespace(address: string): Promise<TheirNamespace> {
  const taskQueue = `theirs-${randomUUID()}`;
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  // From the root of the project: `npm run test:attacks` bundles what imports this file to another place.
  const workflowsPath = resolve('test/security/their-workflow.ts');
  const worker = await Worker.create({ connection: native, taskQueue, workflowsPath });
  const working = worker.run();
  return {
    temporal: new Client({ connection }),
    taskQueue,
    async close() {
      worker.shutdown();
      await working;
      await Promise.all([connection.close(), native.close()]);
    },
  };
}

/** What the activities of a workflow answered, as anyone reads it in its history. */
export async function resultsIn(handle: WorkflowHandle): Promise<unknown[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(
    ({ activityTaskCompletedEventAttributes: completed, markerRecordedEventAttributes }) => {
      const payloads = completed?.result?.payloads ?? markerRecordedEventAttributes?.details?.result?.payloads ?? [];
      return payloads.map(({ data }) => (data?.length ? JSON.parse(Buffer.from(data).toString()) : null));
    },
  );
}
