import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InvocationInput, InvocationState, SubmitMessage } from '../../../contract/invocation.js';
import { DEFAULT_TASK_QUEUE, WORKFLOWS } from '../../../contract/names.js';
import type { BegunInvocation, Outcome, PageHandle, SeenPage } from '../../../contract/steps.js';
import { beginFlow } from '../../../workflows/invocation/flow/index.js';
import type { InvocationResume } from '../../../workflows/invocation/invocation.js';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../../sites/sample.js';
import { startTestStack, type TestStack } from '../../support/stack.js';

/**
 * Somebody may start workflows and read histories, and has an agent of their own at a site of their own. The login there waits at its
 * page for a password; the bank's password is to be typed into that page.
 */
let stack: TestStack;
let evil: SampleSite;
let connection: Connection;
let native: NativeConnection;
let temporal: Client;
let waiting: { page: PageHandle; seen: SeenPage };

beforeAll(async () => {
  evil = await startSampleSite({ sessionSeconds: 3600 });
  // The page is there all the time: that nothing is typed into it has no other reason.
  process.env.AGENT_AUTH_PAGE_IDLE_SECONDS = '600';
  stack = await startTestStack();
  const address = stack.stack.file.temporal_address;
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  temporal = new Client({ connection });
  const { email, password } = SAMPLE_USER;
  await stack.auth.credentials.create({ name: 'bank', domain: stack.domain, values: { email, password } });
  await stack.auth.credentials.create({ name: 'evil', domain: evil.host, values: { email } });
  waiting = await pageThatWaits(await login(evil.host, 'evil', 'evil'));
});
afterAll(async () => {
  delete process.env.AGENT_AUTH_PAGE_IDLE_SECONDS;
  await connection.close();
  await native.close();
  await stack.stop();
  await evil.stop();
});

/** Starts a login and waits until it asks. */
async function login(domain: string, profile_name: string, credential_name: string): Promise<InvocationState> {
  const { auth } = stack.auth.agents;
  const agent = await auth.create({ domain, profile_name, credential_name });
  const { invocation_id } = await auth.invocations.create({ auth_agent_id: agent.id });
  for await (const state of auth.invocations.follow(invocation_id)) {
    if (state.step === 'awaiting_input') break;
  }
  return temporal.workflow.getHandle(invocation_id).query<InvocationState>('state');
}

/** What the activities of a workflow answered, as anyone reads it in its history. */
async function resultsIn(handle: WorkflowHandle): Promise<unknown[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(
    ({ activityTaskCompletedEventAttributes: completed, markerRecordedEventAttributes }) => {
      const payloads = completed?.result?.payloads ?? markerRecordedEventAttributes?.details?.result?.payloads ?? [];
      return payloads.map(({ data }) => (data?.length ? JSON.parse(Buffer.from(data).toString()) : null));
    },
  );
}

async function pageThatWaits({ invocation_id }: InvocationState): Promise<typeof waiting> {
  const results = await resultsIn(temporal.workflow.getHandle(invocation_id));
  const { page } = results.find((result) => result instanceof Object && 'page' in result && 'outcome' in result) as {
    page: PageHandle;
  };
  const seen = results.findLast((result) => (result as Outcome | null)?.kind === 'input') as { page: SeenPage };
  return { page, seen: seen.page };
}

/** The arguments of a login of the bank that is said to stand at the evil page. */
function forged(input: InvocationInput, flow: Partial<InvocationResume['flow']>): [InvocationInput, InvocationResume] {
  const { page, seen } = waiting;
  const outcome: Outcome = { kind: 'input', page: seen };
  const began = beginFlow(input, Date.now());
  return [input, { flow: { ...began, page, seen, ...flow }, outcome, handoffs: {} }];
}

const inputFor = (state: InvocationState, over: Partial<InvocationInput>): InvocationInput => ({
  invocation_id: state.invocation_id,
  auth_agent_id: state.auth_agent_id,
  type: 'login',
  domain: state.domain,
  profile_name: state.profile_name,
  save_credential_as: null,
  limits: { idle_seconds: 5, overall_seconds: 20 },
  handoff_hashes: [],
  task_queue: DEFAULT_TASK_QUEUE,
  ...over,
});

/** Both ways to give the workflow a second argument. */
const WAYS: [string, (workflowId: string, args: unknown[]) => Promise<unknown>][] = [
  [
    'in a start',
    (workflowId, args) =>
      temporal.workflow.execute(WORKFLOWS.authInvocation, {
        workflowId,
        taskQueue: DEFAULT_TASK_QUEUE,
        args,
      }),
  ],
  [
    'by a workflow of their own that goes on as ours',
    async (workflowId, args) => {
      const taskQueue = `own-${randomUUID()}`;
      const workflowsPath = fileURLToPath(new URL('own-workflow.ts', import.meta.url));
      const worker = await Worker.create({ connection: native, taskQueue, workflowsPath });
      return worker.runUntil(() =>
        temporal.workflow.execute('goOnAs', {
          workflowId,
          taskQueue,
          args: [WORKFLOWS.authInvocation, DEFAULT_TASK_QUEUE, args],
        }),
      );
    },
  ],
];

describe.each(WAYS)('the page of another login, named %s', (_, attack) => {
  test('gets no value that is stored', async () => {
    const bank = await stack.auth.agents.auth.create({
      domain: stack.domain,
      profile_name: 'stored',
      credential_name: 'bank',
    });
    const state = { auth_agent_id: bank.id, domain: stack.domain, profile_name: 'stored' } as InvocationState;
    const input = inputFor(state, { invocation_id: `inv_${randomUUID()}` });
    // It goes on as the login of the bank that it says it is, at the bank, where a code is missing.
    const end = await attack(input.invocation_id, forged(input, {}));
    expect(end).not.toMatchObject({ status: 'SUCCESS' });
    expect(evil.counts()).toMatchObject({ identifierSubmits: 1, passwordSubmits: 0 });
  });

  test('gets nothing that a person gave', async () => {
    const { email } = SAMPLE_USER;
    const name = `given-${randomUUID()}`;
    await stack.auth.credentials.create({ name, domain: stack.domain, values: { email } });
    const state = await login(stack.domain, name, name);
    const { invocations } = stack.auth.agents.auth;
    await invocations.submit(state.invocation_id, { field_values: { password: SAMPLE_USER.password } });
    const handle = temporal.workflow.getHandle(state.invocation_id);
    const { kid } = (await resultsIn(handle)).find(
      (result) => result instanceof Object && 'kid' in result,
    ) as BegunInvocation;
    const { events } = await handle.fetchHistory();
    const accepted = events!.find(
      (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name === 'submit',
    );
    const [payload] = accepted!.workflowExecutionUpdateAcceptedEventAttributes!.acceptedRequest!.input!.args!.payloads!;
    const { field_values, question } = JSON.parse(Buffer.from(payload!.data!).toString()) as SubmitMessage;
    const source = { from: 'given', sealed: field_values!.password!, kid, question, field: 'password' } as const;
    // The login itself goes on, so that its key still opens what was given.
    const args = forged(inputFor(state, {}), { kid, given: { password: source } });
    await attack(`attack-${randomUUID()}`, args).catch(() => undefined);
    expect(evil.counts()).toMatchObject({ identifierSubmits: 1, passwordSubmits: 0 });
    await invocations.cancel(state.invocation_id).catch(() => undefined);
  });
});
