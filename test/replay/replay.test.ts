import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { builtFile } from '../../worker/built-file.js';
import { dataConverter } from '../../worker/data-converter.js';
import { historyNames, readHistory } from './histories.js';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR' } } });

/** Each version adds its own; none is ever taken away or recorded anew. */
const RECORDED = 185;

const options = { workflowBundle: { codePath: builtFile('workflow-bundle.js') }, dataConverter };

/** What runs somewhere while a new version is deployed must go on with it: a change of the workflows needs `patched`, see docs/operations.md. */
test('every recorded history replays with the workflows of today', async () => {
  const names = await historyNames();
  expect(names).toHaveLength(RECORDED);
  async function* histories() {
    for (const name of names) yield { workflowId: name, history: historyFromJSON(await readHistory(name)) };
  }
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories())) {
    expect(error, workflowId).toBeUndefined();
  }
});

test('the gate notices a history that these workflows would not write', async () => {
  const history = await readHistory('0.1.0-1/seed.invocation.json');
  const scheduled = history.events.find(({ activityTaskScheduledEventAttributes: attributes }) => attributes);
  const attributes = scheduled!.activityTaskScheduledEventAttributes as { activityType: { name: string } };
  attributes.activityType.name = 'somethingElse';
  const replay = Worker.runReplayHistory(options, historyFromJSON(history), 'seed');
  await expect(replay).rejects.toThrow(/Nondeterminism|TMPRL1100/i);
});
