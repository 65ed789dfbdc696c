/**
 * A worker of your own with a workflow that needs a session, and one run of it.
 *
 *   node run.mjs example.com work
 */
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import * as activities from './activities.mjs';

const [domain, profile_name] = process.argv.slice(2);
const address = process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233';
const taskQueue = 'orchestrator-example';

const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('./workflows.mjs', import.meta.url)),
  activities,
});

const clientConnection = await Connection.connect({ address });
const client = new Client({ connection: clientConnection });
const title = await worker.runUntil(
  client.workflow.execute('titleBehindLogin', {
    taskQueue,
    workflowId: `title-${Date.now()}`,
    args: [{ domain, profile_name }],
  }),
);
console.log(title);

await clientConnection.close();
await connection.close();
