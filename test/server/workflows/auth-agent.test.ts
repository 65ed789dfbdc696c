import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WithStartWorkflowOperation, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAgent } from '../../../activities/temporal/ask-agent.js';
import type { LoginVault } from '../../../activities/vault/types.js';
import { ask as askTemporal } from '../../../client/temporal/ask.js';
import type { AgentInput, AgentState, StartInvocation } from '../../../contract/agent/agent.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { DEFAULT_LIMITS, type InvocationState } from '../../../contract/invocation/invocation.js';
import * as messages from '../../../contract/messages.js';
import { agentId, WORKFLOWS } from '../../../contract/names.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { variant } from '../../support/variants.js';
import { LATE, type Script, SEALED, startScriptedWorker, threePages } from './scripted-login.js';

let temporal: TestTemporal;
let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  // Few events a run, so that a test sees new runs.
  temporal = await startTestTemporal(['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=60']);
});
afterAll(() => temporal.stop());

const complete: Script = { ...threePages, begun: { stored: ['email', 'password'], has_totp: true } };
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

async function beginAgent(script: Partial<Script> = {}, temporalActivities = {}) {
  const profile = randomUUID();
  const id = agentId('example.com', profile);
  worker = await startScriptedWorker(temporal.connection, { ...complete, ...script }, temporalActivities);
  const input: AgentInput = {
    id,
    config: {
      domain: 'example.com',
      profile_name: profile,
      credential_name: null,
      login_url: null,
      allowed_domains: [],
      limits: DEFAULT_LIMITS,
    },
    task_queue: worker.prefix,
    resume: null,
  };
  const configure = (config = input.config) =>
    ask(() => {
      const startWorkflowOperation = new WithStartWorkflowOperation(WORKFLOWS.authAgent, {
        workflowId: id,
        taskQueue: worker.prefix,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      return temporal.client.workflow.executeUpdateWithStart(messages.agent.configure, {
        startWorkflowOperation,
        args: [config],
      });
    });
  await configure();
  return { handle: temporal.client.workflow.getHandle(id), input, configure, profile };
}

const request = (over: Partial<StartInvocation> = {}): StartInvocation => ({
  invocation_id: `inv_${randomUUID()}`,
  type: 'login',
  save_credential_as: null,
  handoff_hash: null,
  limits: null,
  authorization: { kid: 'k1', sealed: 'aGVhZGVy..aXY.Y2lwaGVy.dGFn' },
  ...over,
});
const start = (handle: WorkflowHandle, over: Partial<StartInvocation> = {}) =>
  handle.executeUpdate(messages.agent.startInvocation, { args: [request(over)] });
const read = (handle: WorkflowHandle): Promise<AgentState> => handle.query(messages.agent.state);
/** Each call through the client's `ask`: a loaded server undoes one that comes while a workflow hands over to its next run. */
const ask = <T>(call: () => Promise<T>): Promise<T> =>
  askTemporal({ temporal: temporal.client, task_queue: 'agent-auth' }, { absent: 'agent_not_found', ms: 60_000 }, call);
async function until(handle: WorkflowHandle, wanted: (state: AgentState) => boolean): Promise<AgentState> {
  let state = await read(handle);
  while (!wanted(state)) {
    const { version } = state;
    const change = await ask(() =>
      handle.executeUpdate(messages.agent.waitForChange, {
        args: [version],
        updateId: messages.changeUpdateId(version),
      }),
    );
    state = change.again ? await read(handle) : change.state;
  }
  return state;
}
const result = async (id: string) => (await temporal.client.workflow.getHandle(id).result()) as InvocationState;
const refusal = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => null,
    (e: unknown) => e,
  );
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  return cause instanceof ApplicationFailure ? cause.type : String(error);
};

describe('find or create', () => {
  test('the same pair is the same agent, and its configuration follows', async () => {
    const { handle, configure, input } = await beginAgent();
    await configure({ ...input.config, login_url: 'https://example.com/in' });
    expect(await read(handle)).toMatchObject({ login_url: 'https://example.com/in', status: 'NEEDS_AUTH' });
  });
});

describe('invocations', () => {
  test('a login makes it authenticated, in the record and in the index', async () => {
    const { handle } = await beginAgent();
    const { invocation_id } = await start(handle, { save_credential_as: 'main' });
    expect((await result(invocation_id)).status).toBe('SUCCESS');
    expect(await read(handle)).toMatchObject({
      status: 'AUTHENTICATED',
      credential_name: 'main',
      save_credential_as: 'main',
      invocation_id: null,
      last_invocation_id: invocation_id,
    });
    await until(handle, () => worker.played.recorded.length > 0);
    expect(worker.played.recorded.at(-1)).toMatchObject({ status: 'AUTHENTICATED' });
  });

  test('two callers at once share one invocation', async () => {
    const { handle } = await beginAgent({ begun: { stored: [] } });
    const both = await Promise.all([start(handle), start(handle), start(handle)]);
    expect(new Set(both.map((one) => one.invocation_id)).size).toBe(1);
    expect(both.filter((one) => !one.joined)).toHaveLength(1);
    await temporal.client.workflow.getHandle(both[0]!.invocation_id).signal(messages.invocation.cancel);
    await result(both[0]!.invocation_id);
  });

  test('a joiner that saves under another name is refused', async () => {
    const { handle } = await beginAgent({ begun: { stored: [] } });
    const { invocation_id } = await start(handle, { save_credential_as: 'one' });
    expect(await refusal(start(handle, { save_credential_as: 'two' }))).toBe('save_conflict');
    expect(await start(handle, { save_credential_as: 'one' })).toMatchObject({ joined: true, invocation_id });
    await temporal.client.workflow.getHandle(invocation_id).signal(messages.invocation.cancel);
    await result(invocation_id);
  });

  test('a failed login leaves the session that was there', async () => {
    let failing = false;
    const { handle } = await beginAgent({
      open: (n) =>
        failing ? { kind: 'failed', code: 'website_error', website_error: null, artefact: null } : threePages.open(n),
    });
    await result((await start(handle)).invocation_id);
    failing = true;
    await result((await start(handle)).invocation_id);
    expect(await read(handle)).toMatchObject({ status: 'AUTHENTICATED', last_error_code: 'website_error' });
  });

  test('one that was terminated from outside frees the place', async () => {
    const { handle } = await beginAgent({ begun: { stored: [] } }, { isRunning: async () => false });
    const { invocation_id } = await start(handle, { limits: { idle_seconds: 1, overall_seconds: 1 } });
    await temporal.client.workflow.getHandle(invocation_id).terminate();
    expect(await until(handle, (s) => s.invocation_id === null)).toMatchObject({ status: 'NEEDS_AUTH' });
  });
});

describe('re-authentication', () => {
  test('by timer, when the session ends, with nobody asked', async () => {
    let saves = 0;
    const { handle } = await beginAgent({
      save: () => ({
        kind: 'saved',
        session_expires_at: ++saves === 1 ? soon(1500) : soon(3_600_000),
        post_login_url: 'https://example.com/',
      }),
    });
    const first = await start(handle, { save_credential_as: 'main' });
    await result(first.invocation_id);
    const again = await until(
      handle,
      (s) => s.status === 'AUTHENTICATED' && s.last_invocation_id !== first.invocation_id,
    );
    expect(await result(again.last_invocation_id!)).toMatchObject({
      type: 'reauth',
      status: 'SUCCESS',
      save_credential_as: 'main',
      question: 0,
    });
  });

  test('when somebody reports the session expired; a missing value is asked for', async () => {
    let logins = 0;
    const { handle } = await beginAgent({
      begun: { stored: ['email'], has_totp: true },
      open: (n) => (++logins === 1 ? { kind: 'authenticated', url: 'https://example.com/' } : threePages.open(n)),
    });
    await result((await start(handle)).invocation_id);
    await handle.signal(messages.agent.reportExpired);
    const { invocation_id } = await until(handle, (s) => s.invocation_id !== null);
    const invocation = temporal.client.workflow.getHandle(invocation_id!);
    let state = await invocation.query(messages.invocation.state);
    while (state.step !== 'awaiting_input') {
      const change = await invocation.executeUpdate(messages.invocation.waitForChange, { args: [state.version] });
      if (!change.again) state = change.state;
    }
    expect(state).toMatchObject({ type: 'reauth', pending_fields: [{ name: 'password' }] });
    await invocation.signal(messages.invocation.cancel);
    await invocation.result();
  });
});

describe('ensureSession, for other workflows', () => {
  const run = async (profile: string, known: boolean) => {
    const vault = {
      grantOf: async () => {
        if (!known) throw new AgentAuthError('agent_not_found');
        return {
          agent_id: '',
          domain: 'example.com',
          profile_name: profile,
          login_url: null,
          allowed_domains: [],
          credential: null,
        };
      },
      hasSession: async () => true,
      isPaused: async () => false,
    } as unknown as LoginVault;
    return vault;
  };

  test('starts a login when there is no session, answers at once when there is', async () => {
    const profile = randomUUID();
    const vault = await run(profile, true);
    worker = await startScriptedWorker(temporal.connection, complete, {
      askAgent: (input) => askAgent(temporal.client, vault, worker.prefix, async () => null)(input),
    });
    const ensure = () =>
      temporal.client.workflow.execute(WORKFLOWS.ensureSession, {
        workflowId: `orchestrator-${randomUUID()}`,
        taskQueue: worker.prefix,
        args: [{ domain: 'example.com', profile_name: profile, timeout_seconds: 30 }],
      });
    expect(await ensure()).toMatchObject({ status: 'AUTHENTICATED' });
    expect(await ensure()).toMatchObject({ status: 'AUTHENTICATED' });
    expect(worker.played.opens).toBe(1);
  });

  test('who waits for an agent that is canceled is told, and its login is canceled with it', async () => {
    const profile = randomUUID();
    const vault = await run(profile, true);
    worker = await startScriptedWorker(temporal.connection, threePages, {
      askAgent: (input) => askAgent(temporal.client, vault, worker.prefix, async () => null)(input),
    });
    const waiting = await temporal.client.workflow.start(WORKFLOWS.ensureSession, {
      workflowId: `orchestrator-${randomUUID()}`,
      taskQueue: worker.prefix,
      args: [{ domain: 'example.com', profile_name: profile }],
    });
    const agent = temporal.client.workflow.getHandle(agentId('example.com', profile));
    while (worker.played.opens === 0) await sleep(20);
    const { invocation_id } = await until(agent, (state) => state.invocation_id !== null);
    await agent.cancel();
    expect(await waiting.result()).toMatchObject({ status: 'FAILED' });
    expect(await result(invocation_id!)).toMatchObject({ status: 'CANCELED' });
    await expect(agent.result()).rejects.toThrow();
    expect((await agent.describe()).status.name).toBe('CANCELLED');
  });

  test('who is told by somebody else that there is a session asks the agent, and waits on', async () => {
    const profile = randomUUID();
    const vault = await run(profile, true);
    let asked = 0;
    worker = await startScriptedWorker(temporal.connection, threePages, {
      askAgent: (input) => {
        asked += 1;
        return askAgent(temporal.client, vault, worker.prefix, async () => null)(input);
      },
    });
    const waiting = await temporal.client.workflow.start(WORKFLOWS.ensureSession, {
      workflowId: `orchestrator-${randomUUID()}`,
      taskQueue: worker.prefix,
      args: [{ domain: 'example.com', profile_name: profile }],
    });
    const agent = temporal.client.workflow.getHandle(agentId('example.com', profile));
    while (worker.played.opens === 0) await sleep(20);
    const state = await until(agent, ({ invocation_id }) => invocation_id !== null);
    const forged = { ...state, status: 'AUTHENTICATED' } as const;
    await waiting.signal(messages.ensureSession.sessionAnswer, { authenticated: true, code: null, agent: forged });
    while (asked < 2) await sleep(20);
    expect((await waiting.describe()).status.name).toBe('RUNNING');
    await temporal.client.workflow.getHandle(state.invocation_id!).signal(messages.invocation.cancel);
    expect(await waiting.result()).toMatchObject({ status: 'FAILED' });
  });

  test('an agent that nobody granted is not made', async () => {
    const vault = await run('nobody', false);
    worker = await startScriptedWorker(temporal.connection, complete, {
      askAgent: askAgent(temporal.client, vault, 'any', async () => null),
    });
    const answer = await temporal.client.workflow.execute(WORKFLOWS.ensureSession, {
      workflowId: `orchestrator-${randomUUID()}`,
      taskQueue: worker.prefix,
      args: [{ domain: 'example.com', profile_name: 'nobody' }],
    });
    expect(answer).toEqual({ status: 'FAILED', code: 'agent_not_found' });
  });
});

describe('a long life', () => {
  variant('goes on in new runs under load, and loses nothing', async () => {
    const { handle, configure, input } = await beginAgent({ begun: { stored: [] } });
    const { runId } = await handle.describe();
    const { invocation_id } = await start(handle);
    const held = until(handle, (state) => state.login_url === 'https://example.com/59');
    for (let n = 0; n < 60; n += 1) await configure({ ...input.config, login_url: `https://example.com/${n}` });
    await held;
    expect((await handle.describe()).runId).not.toBe(runId);
    // A child of an earlier run still reports to the agent.
    await temporal.client.workflow.getHandle(invocation_id).signal(messages.invocation.cancel);
    await until(handle, (state) => state.last_invocation_id === invocation_id);
  });

  test('an invocation that waits goes on in a new run, with its question and what was given', async () => {
    const { handle } = await beginAgent({ begun: { stored: ['email'], has_totp: true } });
    const { invocation_id } = await start(handle);
    const invocation = temporal.client.workflow.getHandle(invocation_id);
    const { runId } = await invocation.describe();
    for (let n = 0; n < 40; n += 1) {
      await invocation.signal(messages.invocation.submitSignal, LATE);
    }
    let state = await invocation.query(messages.invocation.state);
    while ((await invocation.describe()).runId === runId || state.step !== 'awaiting_input') {
      await invocation.signal(messages.invocation.submitSignal, LATE);
      state = await invocation.query(messages.invocation.state);
    }
    expect(state).toMatchObject({ question: 1, pending_fields: [{ name: 'password' }] });
    await invocation.executeUpdate(messages.invocation.submit, {
      args: [{ question: 1, kid: 'k1', entitlement: SEALED, field_values: { password: SEALED } }],
    });
    expect(await result(invocation_id)).toMatchObject({ status: 'SUCCESS' });
  });
});

describe('removal', () => {
  test('cancels the login in progress, answers, and is gone', async () => {
    const { handle } = await beginAgent({ begun: { stored: [] } });
    const { invocation_id } = await start(handle);
    await handle.executeUpdate(messages.agent.remove);
    expect((await result(invocation_id)).status).toBe('CANCELED');
    await handle.result();
    expect((await handle.describe()).status.name).toBe('COMPLETED');
  });
});
