/**
 * Records the histories that the replay gate runs: `npm run record:histories -- VERSION`. Only for a version that takes new paths: a
 * recorded history stands for the workflows that are running somewhere when a newer version is deployed, and is never recorded anew.
 * Scripted pages, no secret in it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

import { startScriptedWorker, threePages } from '../server/workflows/scripted-login.js';
import {
  startSkippingTemporal,
  startTestTemporal,
  stopSkippingTemporal,
  type TestTemporal,
} from '../support/temporal.js';
import { Stage } from './stage.js';
import { STORIES } from './stories.js';
import type { Story } from './story.js';

const [version] = process.argv.slice(2);
if (version === undefined) throw new Error('Name the version that is recorded: npm run record:histories -- 0.1.0-2');
const folder = new URL(`../../test/histories/${version}/`, import.meta.url);

type Server = Pick<TestTemporal, 'client' | 'connection'> & { readonly pass?: Stage['pass'] };

async function record(server: Server, name: string, { script, temporal: activities, tell }: Story): Promise<void> {
  let stage: Stage | null = null;
  const worker = await startScriptedWorker(
    server.connection,
    { ...threePages, ...script },
    activities?.(() => stage!),
  );
  stage = new Stage(server.client, worker, name, server.pass);
  for (const [part, { workflowId, runId }] of Object.entries(await tell(stage))) {
    const history = await server.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const text = historyToJSON(history).replace(/"identity": "[^"]*"/g, '"identity": "recorded"');
    await writeFile(new URL(`${name}.${part}.json`, folder), `${text}\n`);
    console.log(`${name}.${part}: ${history.events?.length} events`);
  }
}

/** On a server of its own: its clock belongs to all that runs there. */
async function recordAhead(name: string, story: Story): Promise<void> {
  const time = await startSkippingTemporal();
  const { client, nativeConnection: connection } = time;
  await record({ client, connection, pass: (duration) => time.sleep(duration) }, name, story);
  await stopSkippingTemporal(time);
}

// Fails where they are recorded already.
await mkdir(folder);
const [temporal, longLived] = await Promise.all([
  startTestTemporal(),
  startTestTemporal(['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=60']),
]);
for (const [name, story] of Object.entries(STORIES)) {
  if (story.skipsTime) await recordAhead(name, story);
  else await record(story.longLived ? longLived : temporal, name, story);
}
await Promise.all([temporal.stop(), longLived.stop()]);
