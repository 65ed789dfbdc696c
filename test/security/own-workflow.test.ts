import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type {
  InvocationClosed,
  InvocationInput,
  InvocationState,
  SubmitMessage,
} from '../../contract/invocation/invocation.js';
import * as messages from '../../contract/messages.js';
import { DEFAULT_TASK_QUEUE, WORKFLOWS } from '../../contract/names.js';
import type { BegunInvocation, CloseInvocation, Outcome, PageHandle, SeenPage } from '../../contract/steps.js';
import { beginFlow } from '../../workflows/invocation/flow/index.js';
import type { InvocationResume } from '../../workflows/invocation/invocation.js';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../sites/sample.js';
import { joinTestStack, type TestStack } from '../support/stack.js';
import { variant, variants } from '../support/variants.js';
import { enterNamespace, resultsIn, type TheirNamespace } from './their-namespace.js';

/**
 * Somebody has the Temporal namespace and nothing else: starts workflows, ours and their own, under any id and type, reads histories, sends
 * Signals, ends what runs. A login of another waits for its password.
 */
let stack: TestStack;
let namespace: TheirNamespace;
let login: InvocationState;
let page: PageHandle;

beforeAll(async () => {
  stack = await joinTestStack();
  namespace = await enterNamespace(stack.stack.file.temporal_address);
  const { email } = SAMPLE_USER;
  await stack.auth.credentials.create({ name: 'bank', domain: stack.domain, values: { email } });
});
afterAll(async () => {
  await namespace.close();
  await stack.stop();
});

beforeEach(async () => {
  login = await waitingLogin(stack.domain, 'bank');
  page = (await waitingPage(login)).page;
});

const handleOf = (workflowId: string) => namespace.temporal.workflow.getHandle(workflowId);

/** A login that waits for its password. */
async function waitingLogin(domain: string, credential_name: string): Promise<InvocationState> {
  const { auth } = stack.auth.agents;
  const agent = await auth.create({ domain, profile_name: randomUUID(), credential_name });
  const { invocation_id } = await auth.invocations.create({ auth_agent_id: agent.id });
  await asked(invocation_id, 'password');
  return handleOf(invocation_id).query(messages.invocation.state);
}

/** Follows a login until it asks for this. */
async function asked(invocation_id: string, name: string): Promise<void> {
  for await (const { pending_fields } of stack.auth.agents.auth.invocations.follow(invocation_id)) {
    if (pending_fields.some((field) => field.name === name)) return;
  }
}

/** The page that a login waits at, as anyone reads it in its history. */
async function waitingPage({ invocation_id }: InvocationState): Promise<{ page: PageHandle; seen: SeenPage }> {
  const results = await resultsIn(handleOf(invocation_id));
  const opened = results.find((result) => result instanceof Object && 'page' in result && 'outcome' in result);
  const last = results.findLast((result) => (result as Outcome | null)?.kind === 'input');
  return { page: (opened as { page: PageHandle }).page, seen: (last as { page: SeenPage }).page };
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
  namespace.temporal.workflow.execute(WORKFLOWS.authInvocation, {
    workflowId,
    taskQueue: namespace.taskQueue,
    args: [queue, activity, input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });

/** Our own code, with what "an earlier run" is said to have handed over. */
const goOnWith = (workflowId: string, args: [InvocationInput, InvocationResume]): Promise<unknown> =>
  namespace.temporal.workflow.execute('goOnAsOurs', {
    workflowId,
    taskQueue: namespace.taskQueue,
    args: [DEFAULT_TASK_QUEUE, args],
  });

/** Told that the login has succeeded. */
function goOn(input: InvocationInput): Promise<unknown> {
  const flow = { ...beginFlow(input, Date.now()), kid: 'k', end: { status: 'SUCCESS', code: null } } as const;
  return goOnWith(input.invocation_id, [input, { flow, outcome: null, handoffs: {} }]);
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

/** What none of our clients sends. Code that fails at it would fail for ever: the login would hang, or the agent. */
async function sendNonsense(): Promise<void> {
  const [agent, running] = [handleOf(login.auth_agent_id), handleOf(login.invocation_id)];
  const { configure, ensure, startInvocation, invocationClosed } = messages.agent;
  const { submit, submitSignal, addHandoff, exchange } = messages.invocation;
  for (const nonsense of [null, 7, [], { toString: 1 }, { limits: { idle_seconds: 'x' }, workflow_id: {} }]) {
    const args: [string] = [nonsense as never];
    for (const signal of [submitSignal, addHandoff])
      await running.signal(signal as unknown as typeof addHandoff, ...args);
    await agent.signal(invocationClosed as unknown as typeof addHandoff, ...args);
    for (const [handle, update] of [
      [running, submit],
      [running, exchange],
      [agent, configure],
      [agent, ensure],
      [agent, startInvocation],
    ] as const)
      await expect(
        handle.executeUpdate(update as unknown as typeof exchange, { args }),
        JSON.stringify([update.name, nonsense]),
      ).rejects.toThrow();
  }
}

test('what somebody forges about a login that runs changes nothing, and the login goes on', async () => {
  const agent = handleOf(login.auth_agent_id);
  await agent.signal(messages.agent.invocationClosed, closed());
  const running = { status: 'NEEDS_AUTH', invocation_id: login.invocation_id, last_invocation_id: null };
  expect(await agent.query(messages.agent.state)).toMatchObject(running);
  for (const wish of wishes()) {
    expect(await askAs(`theirs-${randomUUID()}`, wish), wish[1]).toEqual({ refused: 'invocation_not_found' });
  }
  await sendNonsense();
  const { invocations } = stack.auth.agents.auth;
  await invocations.submit(login.invocation_id, { field_values: { password: SAMPLE_USER.password } });
  // On the page that they wanted closed.
  await asked(login.invocation_id, 'code');
  expect(stack.counts()).toMatchObject({ identifierSubmits: 1, passwordSubmits: 1 });
  await invocations.cancel(login.invocation_id);
});

variant('the id of a login that they ended is of no use to them, nor is one that they took before', async () => {
  await handleOf(login.invocation_id).terminate();
  for (const wish of wishes()) {
    expect(await askAs(login.invocation_id, wish), wish[1]).toEqual({ refused: 'invocation_not_found' });
  }
  await expect(goOn(inputOf(login.invocation_id))).rejects.toThrow();
  const agent = handleOf(login.auth_agent_id);
  await agent.signal(messages.agent.invocationClosed, closed());
  expect(await agent.query(messages.agent.state)).toMatchObject({ status: 'NEEDS_AUTH', last_auth_at: null });

  const early = inputOf(`inv_${randomUUID()}`);
  await goOn(early).catch(() => undefined);
  await agent.signal(messages.agent.invocationClosed, { ...closed(), invocation_id: early.invocation_id });
  expect(await statusOf()).toBe('NEEDS_AUTH');
  const { items } = await stack.auth.agents.auth.invocations.list({
    status: 'SUCCESS',
    auth_agent_id: login.auth_agent_id,
  });
  expect(items).toEqual([]);
});

/** They have a login of their own, at a site of their own, which waits for a password: the bank's is to be typed there. */
// The rule is that of page-of-grant.test.ts, which asks the activities themselves.
describe.each(variants(0, ['the page of another login']))('%s', () => {
  let evil: SampleSite;
  let waiting: Awaited<ReturnType<typeof waitingPage>>;
  beforeAll(async () => {
    const { email, password } = SAMPLE_USER;
    evil = await startSampleSite({ sessionSeconds: 3600 });
    await stack.auth.credentials.create({ name: 'evil', domain: evil.host, values: { email } });
    await stack.auth.credentials.create({ name: 'rich', domain: stack.domain, values: { email, password } });
    waiting = await waitingPage(await waitingLogin(evil.host, 'evil'));
  });
  afterAll(() => evil.stop());

  /** The arguments of a login of the bank that is said to stand at the evil page. */
  function forged(
    input: InvocationInput,
    flow: Partial<InvocationResume['flow']>,
  ): [InvocationInput, InvocationResume] {
    const outcome: Outcome = { kind: 'input', page: waiting.seen };
    return [input, { flow: { ...beginFlow(input, Date.now()), ...waiting, ...flow }, outcome, handoffs: {} }];
  }

  const start = (workflowId: string, args: unknown[]): Promise<unknown> =>
    namespace.temporal.workflow.execute(WORKFLOWS.authInvocation, { workflowId, taskQueue: DEFAULT_TASK_QUEUE, args });

  /** Both ways to give the workflow a second argument. */
  const WAYS: [string, typeof goOnWith][] = [
    ['in a start', start],
    ['by a workflow of their own that goes on as ours', goOnWith],
  ];

  describe.each(WAYS)('named %s', (_, attack) => {
    test('gets no value that is stored', async () => {
      const rich = { domain: stack.domain, profile_name: randomUUID(), credential_name: 'rich' };
      const agent = await stack.auth.agents.auth.create(rich);
      const id = `inv_${randomUUID()}`;
      const input = {
        ...inputOf(id),
        auth_agent_id: agent.id,
        profile_name: rich.profile_name,
        save_credential_as: null,
      };
      const short = { ...input, limits: { idle_seconds: 5, overall_seconds: 20 } };
      const attacked = attack(id, forged(short, {})).catch(() => undefined);
      // It has opened a page of its own, at its own site, and waits there for a person.
      const waits = async () => (await stack.auth.agents.auth.retrieve(agent.id)).reauth_wait?.missing;
      await expect.poll(waits, { timeout: 60_000 }).toEqual(['code']);
      expect(evil.counts()).toMatchObject({ identifierSubmits: 1, passwordSubmits: 0 });
      await handleOf(id).terminate();
      await attacked;
    });

    test('gets nothing that a person gave', async () => {
      const { invocations } = stack.auth.agents.auth;
      await invocations.submit(login.invocation_id, { field_values: { password: SAMPLE_USER.password } });
      const handle = handleOf(login.invocation_id);
      const begun = (await resultsIn(handle)).find((result) => result instanceof Object && 'kid' in result);
      const { kid } = begun as BegunInvocation;
      const { events } = await handle.fetchHistory();
      const accepted = events!.find(
        (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name === 'submit',
      );
      const [payload] =
        accepted!.workflowExecutionUpdateAcceptedEventAttributes!.acceptedRequest!.input!.args!.payloads!;
      const { field_values, question } = JSON.parse(Buffer.from(payload!.data!).toString()) as SubmitMessage;
      const source = { from: 'given', sealed: field_values!.password!, kid, question, field: 'password' } as const;
      // The login itself goes on, so that its key still opens what was given.
      const args = forged(inputOf(login.invocation_id), { kid, given: { password: source } });
      await attack(`attack-${randomUUID()}`, args).catch(() => undefined);
      expect(evil.counts()).toMatchObject({ identifierSubmits: 1, passwordSubmits: 0 });
      await invocations.cancel(login.invocation_id).catch(() => undefined);
    });
  });
});
