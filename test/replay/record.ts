/**
 * Records the histories that the replay gate runs: `npm run record:histories`. Only with a reason: a recorded history stands for the
 * workflows that are running somewhere when a new version is deployed. Scripted pages, no secret in it.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { AgentInput } from '../../contract/agent.js';
import { DEFAULT_LIMITS, type InvocationState } from '../../contract/invocation.js';
import * as messages from '../../contract/messages.js';
import { agentId, WORKFLOWS } from '../../contract/names.js';
import { lostPage, type Script, startScriptedWorker, threePages } from '../server/workflows/scripted-login.js';
import { startTestTemporal } from '../support/temporal.js';
import { field, page } from '../unit/workflows/pages.js';

const SEALED = 'aGVhZGVy..aXY.Y2lwaGVy.dGFn';
const folder = new URL('../../test/histories/', import.meta.url);
const temporal = await startTestTemporal();

async function write(name: string, workflowId: string): Promise<void> {
  const history = await temporal.client.workflow.getHandle(workflowId).fetchHistory();
  await writeFile(
    new URL(`${name}.json`, folder),
    `${historyToJSON(history).replace(/"identity": "[^"]*"/g, '"identity": "recorded"')}\n`,
  );
  console.log(`${name}: ${history.events?.length} events`);
}

async function record(name: string, script: Partial<Script>, answers: number): Promise<void> {
  const worker = await startScriptedWorker(temporal.connection, { ...threePages, ...script });
  const profile = name;
  const id = agentId('example.com', profile);
  const config = {
    domain: 'example.com',
    profile_name: profile,
    credential_name: null,
    login_url: null,
    allowed_domains: [],
    limits: DEFAULT_LIMITS,
  };
  const input: AgentInput = { id, config, task_queue: worker.prefix, resume: null };
  const start = new WithStartWorkflowOperation(WORKFLOWS.authAgent, {
    workflowId: id,
    taskQueue: worker.prefix,
    args: [input],
    workflowIdConflictPolicy: 'FAIL',
  });
  await temporal.client.workflow.executeUpdateWithStart(messages.agent.configure, {
    startWorkflowOperation: start,
    args: [config],
  });
  const agent = temporal.client.workflow.getHandle(id);
  const invocation_id = `inv_${randomUUID()}`;
  await agent.executeUpdate(messages.agent.startInvocation, {
    args: [{ invocation_id, type: 'login', save_credential_as: 'main', handoff_hash: null, limits: null }],
  });
  const invocation = temporal.client.workflow.getHandle(invocation_id);
  for (let question = 1; question <= answers; question += 1) {
    let state: InvocationState = await invocation.query(messages.invocation.state);
    while (state.step !== 'awaiting_input' || state.question !== question) {
      const change = await invocation.executeUpdate(messages.invocation.waitForChange, {
        args: [state.version],
        updateId: messages.changeUpdateId(state.version),
      });
      if (!change.again) state = change.state;
    }
    const message = { question, kid: 'k1', field_values: { password: SEALED } };
    if (question % 2 === 1) await invocation.executeUpdate(messages.invocation.submit, { args: [message] });
    else await invocation.signal(messages.invocation.submitSignal, message);
  }
  await invocation.result();
  await agent.executeUpdate(messages.agent.remove);
  await agent.result();
  await write(`${name}.invocation`, invocation_id);
  await write(`${name}.agent`, id);
}

await mkdir(folder, { recursive: true });
let fills = 0;
await record('seed', {}, 1);
await record(
  'refused-then-right',
  {
    fill: (step, n) =>
      'password' in step.values && ++fills === 1
        ? {
            kind: 'refused',
            fields: ['password'],
            website_error: 'Wrong password',
            page: page(field('password')),
          }
        : threePages.fill(step, n),
  },
  2,
);
let lost = 0;
await record(
  'page-lost',
  { fill: (step, n) => ('password' in step.values && ++lost === 1 ? lostPage() : threePages.fill(step, n)) },
  1,
);
let failed = 0;
await record(
  'attempt-unknown',
  {
    fill: (step, n) => {
      if ('password' in step.values && ++failed === 1) throw new Error('no answer');
      return threePages.fill(step, n);
    },
    look: lostPage,
  },
  1,
);
await record(
  'site-down',
  { open: () => ({ kind: 'failed', code: 'website_error', website_error: null, artefact: null }) },
  0,
);
let waits = 0;
await record(
  'code-waits',
  {
    begun: { stored: ['email', 'password'], has_totp: true },
    fill: (step, n) =>
      'code' in step.values && ++waits === 1
        ? { kind: 'wait_until', at: new Date(Date.now() + 300).toISOString() }
        : threePages.fill(step, n),
  },
  0,
);
await temporal.stop();
