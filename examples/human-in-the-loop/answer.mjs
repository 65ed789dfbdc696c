/**
 * A human-in-the-loop app: finds the logins that wait for a person, asks, and answers them by Signal. It needs access to Temporal, the wire
 * contract, and an access key with the scope `answer`; no database, no browser. What it sends can be opened by the worker that types it and by
 * nobody else.
 *
 *   TEMPORAL_ADDRESS=127.0.0.1:7233 AGENT_AUTH_ACCESS_KEY=aak... node answer.mjs
 */
import { createInterface } from 'node:readline';
import { Client, Connection } from '@temporalio/client';
import {
  messages,
  parseAccessKey,
  readPublishedKey,
  sealEntitlement,
  sealText,
  WORKFLOWS,
} from 'temporal-agent-auth/contract';

// It entitles to answers, and its pin tells that the key to seal to was made by the vault and by nobody in between.
const access_key = process.env.AGENT_AUTH_ACCESS_KEY ?? '';
const { pin } = parseAccessKey(access_key);

const connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233' });
const client = new Client({ connection, namespace: process.env.TEMPORAL_NAMESPACE ?? 'default' });

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/**
 * Your user interface goes here: a form, a chat message. This one reads a line for each field.
 *
 * @param {import('temporal-agent-auth/contract').InvocationState} login
 * @param {import('temporal-agent-auth/contract').PendingField} field
 * @returns {Promise<string>}
 */
async function askPerson(login, field) {
  console.log(`${login.domain} asks for ${field.label} (${field.name})`);
  const { value = '' } = await lines.next();
  return value;
}

const running = client.workflow.list({
  query: `WorkflowType = '${WORKFLOWS.authInvocation}' AND ExecutionStatus = 'Running'`,
});
for await (const { workflowId } of running) {
  const handle = client.workflow.getHandle(workflowId);
  const login = await handle.query(messages.invocation.state);
  if (login.step !== 'awaiting_input' || login.sealing_key === null) continue;

  const key = await readPublishedKey(login.sealing_key, workflowId, pin);
  /** @type {Record<string, string>} */
  const field_values = {};
  for (const field of login.pending_fields) {
    // Sealed for this login, this question and this field: anywhere else it can't be opened.
    /** @type {import('temporal-agent-auth/contract').Place} */
    const place = { purpose: 'answer', invocation: workflowId, step: login.question, field: field.name };
    field_values[field.name] = await sealText(await askPerson(login, field), key, place);
  }
  const { question } = login;
  // Who answers, and which answer it is. Nobody can put other values beside it.
  const entitlement = await sealEntitlement({ access_key }, { field_values }, key, {
    invocation_id: workflowId,
    question,
  });
  await handle.signal(messages.invocation.submitSignal, { question, kid: key.kid, entitlement, field_values });
  console.log(`answered ${workflowId}`);
}

await connection.close();
process.stdin.destroy();
