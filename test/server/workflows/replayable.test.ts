/** What is answered one by one while a workflow runs comes all at once when it is replayed, and must have the same consequences. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, test } from 'vitest';
import * as messages from '../../../contract/messages.js';
import { builtFile } from '../../../worker/built-file.js';
import { dataConverter } from '../../../worker/data-converter.js';
import { Stage } from '../../replay/stage.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { variants } from '../../support/variants.js';
import { type Script, startScriptedWorker, threePages } from './scripted-login.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await startTestTemporal();
});
afterAll(() => temporal.stop());

/** An agent that has logged in. */
async function loggedIn(script: Partial<Script>): Promise<Stage> {
  const begun = { stored: ['email', 'password'], has_totp: true };
  const worker = await startScriptedWorker(temporal.connection, { ...threePages, begun, ...script });
  const stage = new Stage(temporal.client, worker, randomUUID());
  await stage.makeAgent();
  await stage.startLogin();
  await stage.invocation.result();
  while ((await stage.agent.query(messages.agent.state)).status !== 'AUTHENTICATED') await sleep(20);
  return stage;
}

/** Ends as if by a crash, and runs again from its history. */
async function replays({ client, agentId }: Stage): Promise<void> {
  const history = await client.workflow.getHandle(agentId).fetchHistory();
  const workflows = { workflowBundle: { codePath: builtFile('workflow-bundle.js') }, dataConverter };
  await Worker.runReplayHistory(workflows, history, agentId);
}

/** Holds the vault, so that the messages that come meanwhile are all in the agent's next task. */
function held() {
  let release = (): void => undefined;
  const free = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { free, release };
}

test.each(
  variants(1, [
    ['the slower first', 60, 0],
    ['the quicker first', 0, 60],
  ]),
)('two messages of one task ask the vault, which answers them one by one: %s', async (_, session, standing) => {
  const { free, release } = held();
  let isHeld = false;
  const stage = await loggedIn({
    change: async () => {
      isHeld = true;
      await free;
      return { change: null, has_session: true };
    },
    hasSession: async () => {
      await sleep(session);
      return true;
    },
    standing: async () => {
      await sleep(standing);
      return null;
    },
  });
  const { last_invocation_id } = await stage.agent.query(messages.agent.state);
  await stage.agent.signal(messages.agent.vaultChanged);
  while (!isHeld) await sleep(10);
  const asked = [0, 1, 2].map((n) =>
    stage.agent.executeUpdate(messages.agent.ensure, { args: [{ workflow_id: `nobody-${n}` }] }),
  );
  const reported = stage.agent.signal(messages.agent.reportExpired);
  await sleep(150);
  release();
  await reported;
  await Promise.all(asked);
  const state = () => stage.agent.query(messages.agent.state);
  while ((await state()).last_invocation_id === last_invocation_id) await sleep(20);
  await replays(stage);
  await stage.removeAgent();
  await replays(stage);
});
