/**
 * Records the histories that the replay gate runs: `npm run record:histories -- VERSION`. Only for a version that takes new paths: a
 * recorded history stands for the workflows that are running somewhere when a newer version is deployed, and is never recorded anew.
 * Scripted pages, no secret in it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { startScriptedWorker, threePages } from '../server/workflows/scripted-login.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';
import { Stage } from './stage.js';
import { STORIES } from './stories.js';
import type { Story } from './story.js';

const [version] = process.argv.slice(2);
if (version === undefined) throw new Error('Name the version that is recorded: npm run record:histories -- 0.1.0-2');
const folder = new URL(`../../test/histories/${version}/`, import.meta.url);

async function record(
  temporal: TestTemporal,
  name: string,
  { script, temporal: activities, tell }: Story,
): Promise<void> {
  let stage: Stage | null = null;
  const worker = await startScriptedWorker(
    temporal.connection,
    { ...threePages, ...script },
    activities?.(() => stage!),
  );
  stage = new Stage(temporal.client, worker, name);
  for (const [part, { workflowId, runId }] of Object.entries(await tell(stage))) {
    const history = await temporal.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const text = historyToJSON(history).replace(/"identity": "[^"]*"/g, '"identity": "recorded"');
    await writeFile(new URL(`${name}.${part}.json`, folder), `${text}\n`);
    console.log(`${name}.${part}: ${history.events?.length} events`);
  }
}

// Fails where they are recorded already.
await mkdir(folder);
const [temporal, longLived] = await Promise.all([
  startTestTemporal(),
  startTestTemporal(['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=60']),
]);
for (const [name, story] of Object.entries(STORIES)) await record(story.longLived ? longLived : temporal, name, story);
await Promise.all([temporal.stop(), longLived.stop()]);
