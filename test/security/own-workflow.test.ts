import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { InvocationClosed, InvocationInput, InvocationState } from '../../contract/invocation.js';
import * as messages from '../../contract/messages.js';
import { DEFAULT_TASK_QUEUE, WORKFLOWS } from '../../contract/names.js';
import type { CloseInvocation, PageHandle } from '../../contract/steps.js';
import { beginFlow } from '../../workflows/invocation/flow/index.js';
import type { InvocationResume } from '../../workflows/invocation/invocation.js';
import { SAMPLE_USER } from '../sites/sample.js';
import { startTestStack, type TestStack } from '../support/stack.js';

/**
 * Somebody has the Temporal namespace and nothing else: starts workflows, ours and their own, under any id and type, reads histories, sends
 * Signals, ends what runs. A login of another waits for its password.
 */
const theirs = `theirs-${randomUUID()}`;
let stack: TestStack;
let connection: Connection;
let native: NativeConnection;
let temporal: Client;
let worker: Worker;
let working: Promise<void>;
let login: InvocationState;
let page: PageHandle;

beforeAll(async () => {
  // The page is there all the time: that nothing is done on it has no other reason.
  process.env.AGENT_AUTH_PAGE_IDLE_SECONDS = '600';
  stack = await startTestStack();
  const address = stack.stack.file.temporal_address;
  [connection, native] = await Promise.all([Connection.connect({ address }), NativeConnection.connect({ address })]);
  temporal = new Client({ connection });
  const workflowsPath = fileURLToPath(new URL('their-workflow.ts', import.meta.url));
  worker = await Worker.create({ connection: native, taskQueue: theirs, workflowsPath });
  working = worker.run();
  const { email } = SAMPLE_USER;
  await stack.auth.credentials.create({ name: 'bank', domain: stack.domain, values: { email } });
});
afterAll(async () => {
  delete process.env.AGENT_AUTH_PAGE_IDLE_SECONDS;
  worker.shutdown();
  await working;
  await Promise.all([connection.close(), native.close()]);
  await stack.stop();
});

beforeEach(async () => {
  const { auth } = stack.auth.agents;
  const agent = await auth.create({ domain: stack.domain, profile_name: randomUUID(), credential_name: 'bank' });
  const { invocation_id } = await auth.invocations.create({ auth_agent_id: agent.id });
  await asked(invocation_id, 'password');
  login = await temporal.workflow.getHandle(invocation_id).query(messages.invocation.state);
  page = await pageInHistory(invocation_id);
});

/** Follows a login until it asks for this. */
async function asked(invocation_id: string, name: string): Promise<void> {
  for await (const { pending_fields } of stack.auth.agents.auth.invocations.follow(invocation_id)) {
    if (pending_fields.some((field) => field.name === name)) return;
  }
}

/** As anyone reads it. */
async function pageInHistory(invocation_id: string): Promise<PageHandle> {
  const { events } = await temporal.workflow.getHandle(invocation_id).fetchHistory();
  const results = (events ?? []).flatMap((event) => event.activityTaskCompletedEventAttributes?.result?.payloads ?? []);
  const read = results.map(({ data }) => (data?.length ? JSON.parse(Buffer.from(data).toString()) : null));
  return read.find((result) => result?.page?.task_queue !== undefined).page;
}

const statusOf = async () => (await stack.auth.agents.auth.retrieve(login.auth_agent_id)).status;
const ref = () => ({ invocation_id: login.invocation_id, auth_agent_id: login.auth_agent_id });
const closed = (): InvocationClosed => ({
  invocation_id: login.invocation_id,
  status: 'SUCCESS',
  error_code: null,
  credential_name: null,
  session_expires_at: '2099-01-01T00:00:00.000Z',
  post_login_url: 'https://theirs.example/',
});

/** Everything that a login asks for, by the queue that it asks on, with arguments that are true. */
function wishes(): [string, string, object][] {
  const closing: CloseInvocation = {
    ...ref(),
    status: 'SUCCESS',
    error_code: null,
    save_credential_as: 'bank',
    given: {},
  };
  const attempt_id = `${login.invocation_id}:1:9`;
  const values = { password: { from: 'stored', key: 'email' } };
  return [
    [page.task_queue, 'fillFields', { ...ref(), page, signature: 's', attempt_id, values }],
    [page.task_queue, 'saveSession', { ...ref(), page }],
    [page.task_queue, 'closePage', { ...ref(), page }],
    [`${DEFAULT_TASK_QUEUE}-browsers`, 'openLogin', ref()],
    [DEFAULT_TASK_QUEUE, 'closeInvocation', closing],
    [DEFAULT_TASK_QUEUE, 'recoverAttempt', { ...ref(), attempt_id }],
  ];
}

const askAs = (workflowId: string, [queue, activity, input]: [string, string, object]) =>
  temporal.workflow.execute(WORKFLOWS.authInvocation, {
    workflowId,
    taskQueue: theirs,
    args: [queue, activity, input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });

/** Our own code, told by "an earlier run" that the login has succeeded. */
function goOn(input: InvocationInput): Promise<unknown> {
  const began = beginFlow(input, Date.now());
  const resume: InvocationResume = {
    flow: { ...began, kid: 'k', end: { status: 'SUCCESS', code: null } },
    outcome: null,
    handoffs: {},
  };
  return temporal.workflow.execute('goOnAsOurs', {
    workflowId: input.invocation_id,
    taskQueue: theirs,
    args: [DEFAULT_TASK_QUEUE, [input, resume]],
  });
}

const inputOf = (invocation_id: string): InvocationInput => ({
  invocation_id,
  auth_agent_id: login.auth_agent_id,
  type: 'login',
  domain: login.domain,
  profile_name: login.profile_name,
  save_credential_as: 'bank',
  limits: { idle_seconds: 60, overall_seconds: 60 },
  handoff_hashes: [],
  task_queue: DEFAULT_TASK_QUEUE,
});

test('what somebody forges about a login that runs changes nothing, and the login goes on', async () => {
  const agent = temporal.workflow.getHandle(login.auth_agent_id);
  await agent.signal(messages.agent.invocationClosed, closed());
  const running = { status: 'NEEDS_AUTH', invocation_id: login.invocation_id, last_invocation_id: null };
  expect(await agent.query(messages.agent.state)).toMatchObject(running);
  for (const wish of wishes()) {
    expect(await askAs(`theirs-${randomUUID()}`, wish), wish[1]).toEqual({ refused: 'invocation_not_found' });
  }
  const { invocations } = stack.auth.agents.auth;
  await invocations.submit(login.invocation_id, { field_values: { password: SAMPLE_USER.password } });
  // On the page that they wanted closed.
  await asked(login.invocation_id, 'code');
  expect(stack.counts()).toMatchObject({ identifierSubmits: 1, passwordSubmits: 1 });
  await invocations.cancel(login.invocation_id);
});

test('the id of a login that they ended is of no use to them, nor is one that they took before', async () => {
  await temporal.workflow.getHandle(login.invocation_id).terminate();
  for (const wish of wishes()) {
    expect(await askAs(login.invocation_id, wish), wish[1]).toEqual({ refused: 'invocation_not_found' });
  }
  await expect(goOn(inputOf(login.invocation_id))).rejects.toThrow();
  const agent = temporal.workflow.getHandle(login.auth_agent_id);
  await agent.signal(messages.agent.invocationClosed, closed());
  expect(await agent.query(messages.agent.state)).toMatchObject({ status: 'NEEDS_AUTH', last_auth_at: null });

  const early = inputOf(`inv_${randomUUID()}`);
  await goOn(early).catch(() => undefined);
  await agent.signal(messages.agent.invocationClosed, { ...closed(), invocation_id: early.invocation_id });
  expect(await statusOf()).toBe('NEEDS_AUTH');
  const { items } = await stack.auth.agents.auth.invocations.list({ status: 'SUCCESS' });
  expect(items).toEqual([]);
});
