import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AgentInput } from '../../../contract/agent/agent.js';
import { DEFAULT_LIMITS, type InvocationState } from '../../../contract/invocation/invocation.js';
import * as messages from '../../../contract/messages.js';
import { agentId, WORKFLOWS } from '../../../contract/names.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { variants } from '../../support/variants.js';
import { hold, release } from './held.js';
import { LATE, type Script, startScriptedWorker, threePages } from './scripted-login.js';

/** What comes in the moment in which a workflow goes on in a new run. */
const FEW_EVENTS = 60;

let temporal: TestTemporal;
let workflowBundle: WorkflowBundle;
let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  [temporal, workflowBundle] = await Promise.all([
    startTestTemporal(['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${FEW_EVENTS}`]),
    bundleWorkflowCode({
      workflowsPath: path('../../../workflows/index.ts'),
      workflowInterceptorModules: [path('held.ts')],
    }),
  ]);
});
afterAll(() => temporal.stop());

async function startAgent(script: Partial<Script> = {}) {
  worker = await startScriptedWorker(temporal.connection, { ...threePages, ...script }, {}, { workflowBundle });
  const profile_name = randomUUID();
  const id = agentId('example.com', profile_name);
  const config = {
    domain: 'example.com',
    profile_name,
    credential_name: null,
    login_url: null,
    allowed_domains: [],
    limits: DEFAULT_LIMITS,
  };
  const input: AgentInput = { id, config, task_queue: worker.prefix, resume: null };
  return temporal.client.workflow.start(WORKFLOWS.authAgent, {
    workflowId: id,
    taskQueue: worker.prefix,
    args: [input],
  });
}

type Handle = Awaited<ReturnType<typeof startAgent>>;
const startLogin = (agent: Handle, invocation_id: string) =>
  agent.executeUpdate(messages.agent.startInvocation, {
    args: [{ invocation_id, type: 'login', save_credential_as: null, handoff_hash: null, limits: null }],
  });
const stateOf = (invocation_id: string) =>
  temporal.client.workflow.getHandle(invocation_id).result() as Promise<InvocationState>;

/** Does what changes nothing, as often as makes a history long. */
async function grow(nothing: () => Promise<void>): Promise<void> {
  for (let n = 0; n < FEW_EVENTS; n += 1) await nothing();
}

describe('an invocation', () => {
  test('that is canceled just then ends as canceled', async () => {
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const agent = await startAgent({ fill: (step, n) => answered.then(() => threePages.fill(step, n)) });
    const invocation_id = `inv_${randomUUID()}`;
    await startLogin(agent, invocation_id);
    const invocation = temporal.client.workflow.getHandle(invocation_id);
    while (worker.played.fills.length === 0) await sleep(20);
    await invocation.signal(hold);
    answer();
    // The answer of the fill is there, and goes in together with the cancel.
    const completed = async () => {
      const { events } = await invocation.fetchHistory();
      return events!.filter((event) => event.activityTaskCompletedEventAttributes).length;
    };
    while ((await completed()) < 2) await sleep(20);
    await grow(() => invocation.signal(messages.invocation.submitSignal, LATE));
    await invocation.signal(messages.invocation.cancel);
    await invocation.signal(release);
    expect(await stateOf(invocation_id)).toMatchObject({ status: 'CANCELED' });
  });
});

describe('an agent', () => {
  const closed = {
    invocation_id: 'inv_of_nobody',
    status: 'CANCELED',
    error_code: null,
    credential_name: null,
    session_expires_at: null,
    post_login_url: null,
  } as const;

  test.each(
    variants(1, [
      [
        'that is removed just then',
        (agent: Handle) => agent.executeUpdate(messages.agent.remove).then(() => 'COMPLETED'),
      ],
      ['that is canceled just then', (agent: Handle) => agent.cancel().then(() => 'CANCELLED')],
    ]),
  )('%s cancels the login that it was about to start', async (_, end) => {
    const agent = await startAgent();
    await agent.signal(hold);
    const invocation_id = `inv_${randomUUID()}`;
    const starting = startLogin(agent, invocation_id);
    // It has the place once the agent was asked.
    while ((await agent.query(messages.agent.state)).version === 1) await sleep(20);
    await grow(() => agent.signal(messages.agent.invocationClosed, closed));
    const status = await end(agent);
    await agent.signal(release);
    await starting;
    expect(await stateOf(invocation_id)).toMatchObject({ status: 'CANCELED' });
    await agent.result().catch(() => undefined);
    expect((await agent.describe()).status.name).toBe(status);
  });
});
