import { readdir, readFile } from 'node:fs/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { builtFile } from '../../worker/built-file.js';
import { dataConverter } from '../../worker/data-converter.js';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR' } } });
const folder = new URL('../histories/', import.meta.url);

/** What runs somewhere while a new version is deployed must go on with it: a change of the workflows needs `patched`, see docs/operations.md. */
test('every recorded history replays with the workflows of today', async () => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  expect(names.length).toBeGreaterThanOrEqual(12);
  async function* histories() {
    for (const name of names) {
      yield { workflowId: name, history: historyFromJSON(JSON.parse(await readFile(new URL(name, folder), 'utf8'))) };
    }
  }
  const options = { workflowBundle: { codePath: builtFile('workflow-bundle.js') }, dataConverter };
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories())) {
    expect(error, workflowId).toBeUndefined();
  }
});

test('the gate notices a history that these workflows would not write', async () => {
  const history = JSON.parse(await readFile(new URL('seed.invocation.json', folder), 'utf8'));
  const scheduled = history.events.find(
    (event: { activityTaskScheduledEventAttributes?: unknown }) => event.activityTaskScheduledEventAttributes,
  );
  scheduled.activityTaskScheduledEventAttributes.activityType.name = 'somethingElse';
  const options = { workflowBundle: { codePath: builtFile('workflow-bundle.js') }, dataConverter };
  const replay = Worker.runReplayHistory(options, historyFromJSON(history), 'seed');
  await expect(replay).rejects.toThrow(/Nondeterminism|TMPRL1100/i);
});
