import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { SAMPLE_USER } from '../sites/sample.js';
import { SAMPLE_TOTP, startTestStack, type TestStack } from '../support/stack.js';
import { type Bill, billOf, total } from './history/bill.js';
import { type HistoryEvent, historyOf } from './history/read.js';
import { stepsOf } from './history/steps.js';
import { printReport } from './history/table.js';

/**
 * `npm run bench:history`: what the seed's login costs in events and billed actions, from the history of a real run: an e-mail address and
 * a TOTP secret are stored, the password is asked for, and the session is saved under the credential.
 */
const STEP_MS = 30_000;
const POLL_MS = 100;

const stack = await startTestStack();
try {
  const { invocation_id, auth_agent_id } = await login(stack);
  const connection = await Connection.connect({ address: stack.stack.file.temporal_address });
  const client = new Client({ connection, namespace: stack.stack.file.namespace });
  const invocation = await historyOf(client, invocation_id);
  const agent = await historyOf(client, auth_agent_id);
  const calls: HistoryEvent[][] = [];
  for await (const { workflowId } of client.workflow.list({ query: "WorkflowType = 'vaultCall'" }))
    calls.push(await historyOf(client, workflowId));
  await connection.close();
  const callBills: Bill[] = calls.map(billOf);
  printReport({
    steps: stepsOf(invocation),
    invocation: { events: invocation.length, bill: billOf(invocation) },
    agent: { events: agent.length, bill: billOf(agent) },
    calls: { count: calls.length, events: calls.flat().length, bill: total(callBills) },
  });
} finally {
  await stack.stop();
}

async function login({ auth, domain }: TestStack): Promise<{ invocation_id: string; auth_agent_id: string }> {
  const name = 'seed';
  await auth.credentials.create({
    name,
    domain,
    values: { email: SAMPLE_USER.email },
    totp_secret: SAMPLE_TOTP,
  });
  const agents = auth.agents.auth;
  const { invocations } = agents;
  const agent = await agents.create({ domain, profile_name: name, credential_name: name });
  await freshTimeStep();
  const { invocation_id } = await invocations.create({ auth_agent_id: agent.id, save_credential_as: name });
  // Asked again and again: a Query leaves no event, so what is counted is the login alone.
  for (let status = 'IN_PROGRESS'; status === 'IN_PROGRESS'; await sleep(POLL_MS)) {
    const state = await invocations.retrieve(invocation_id);
    if (state.step === 'awaiting_input')
      await invocations.submit(invocation_id, { field_values: { password: SAMPLE_USER.password } });
    status = state.status;
    if (status === 'FAILED') throw new Error('The login failed; there is nothing to measure.');
  }
  return { invocation_id, auth_agent_id: agent.id };
}

/** A code whose time step is nearly over would be waited for, on a timer that most logins don't need. */
async function freshTimeStep(): Promise<void> {
  const left = STEP_MS - (Date.now() % STEP_MS);
  if (left < STEP_MS / 2) await sleep(left);
}
