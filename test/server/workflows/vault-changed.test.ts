/** What is stored changes while a login runs: the agent hears of it by a Signal that says nothing, and asks the vault. */
import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type InvocationState } from '../../../contract/invocation/invocation.js';
import * as messages from '../../../contract/messages.js';
import { agentId, WORKFLOWS } from '../../../contract/names.js';
import type { StoredAtHand } from '../../../contract/steps.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { field, page } from '../../unit/workflows/pages.js';
import { authenticated, input, lostPage, type Script, startScriptedWorker, threePages } from './scripted-login.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await startTestTemporal();
});
afterAll(() => temporal.stop());

const LOGIN = input(field('email'), field('password'));
const stored = (marks: Record<string, string>, refused: string[] = []): StoredAtHand => ({
  stored: Object.keys(marks),
  refused,
  has_totp: false,
  sso_provider: null,
  marks,
  totp_mark: null,
  grant_mark: 'g',
});
const BEFORE = stored({ email: 'c.1', password: 'c.1.1' });
const CORRECTED = stored({ email: 'c.1', password: 'c.2.1' });

/** An agent whose login is at work, and a vault that has something new to tell once `vault.change` says so. */
async function begin(script: Partial<Script>) {
  const vault = { change: null as string | null, has_session: true, acted: [] as string[], renews: false };
  const hear: Script['change'] = (heard) => {
    if (heard !== null) {
      vault.acted.push(heard);
      vault.change = null;
    }
    const { change, has_session, renews } = vault;
    return { change, has_session, ...(renews && change !== null ? { renews } : {}) };
  };
  const { prefix, played } = await startScriptedWorker(temporal.connection, {
    ...threePages,
    begun: BEFORE,
    change: hear,
    hasSession: () => vault.has_session,
    ...script,
  });
  const profile = randomUUID();
  const id = agentId('example.com', profile);
  const config = {
    domain: 'example.com',
    profile_name: profile,
    credential_name: null,
    login_url: null,
    allowed_domains: [],
    limits: DEFAULT_LIMITS,
  };
  const startWorkflowOperation = new WithStartWorkflowOperation(WORKFLOWS.authAgent, {
    workflowId: id,
    taskQueue: prefix,
    args: [{ id, config, task_queue: prefix, resume: null }],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await temporal.client.workflow.executeUpdateWithStart(messages.agent.configure, {
    startWorkflowOperation,
    args: [config],
  });
  const agent = temporal.client.workflow.getHandle(id);
  const invocation_id = `inv_${randomUUID()}`;
  const request = {
    invocation_id,
    type: 'login' as const,
    save_credential_as: null,
    handoff_hash: null,
    limits: null,
    authorization: { kid: 'k1', sealed: 'aGVhZGVy..aXY.Y2lwaGVy.dGFn' },
  };
  await agent.executeUpdate(messages.agent.startInvocation, { args: [request] });
  const login = temporal.client.workflow.getHandle(invocation_id);
  const tell = async (change: string) => {
    vault.change = change;
    await agent.signal(messages.agent.vaultChanged);
  };
  return { agent, login, played, vault, tell };
}

async function until(handle: WorkflowHandle, wanted: (state: InvocationState) => boolean): Promise<InvocationState> {
  let state = await handle.query(messages.invocation.state);
  while (!wanted(state)) {
    const since = state.version;
    const change = await handle
      .executeUpdate(messages.invocation.waitForChange, { args: [since], updateId: messages.changeUpdateId(since) })
      .catch(() => ({ again: true }) as const);
    state = change.again ? await handle.query(messages.invocation.state) : change.state;
  }
  return state;
}
const asks = (question: number) => (state: InvocationState) =>
  state.step === 'awaiting_input' && state.question === question;
const result = async (handle: WorkflowHandle) => (await handle.result()) as InvocationState;

test('a corrected password answers the question that waits for it, once, and the vault forgets the change then', async () => {
  let now = BEFORE;
  const { login, played, vault, tell } = await begin({
    open: () => LOGIN,
    fill: (_, n) =>
      n === 1
        ? { kind: 'refused', fields: ['password'], website_error: null, page: page(field('email'), field('password')) }
        : authenticated,
    look: () => LOGIN,
    stored: () => now,
  });
  await until(login, asks(1));
  // Somebody who has nothing to tell.
  await login.signal(messages.invocation.vaultChanged);
  now = { ...BEFORE, refused: ['password'] };
  await tell('other');
  now = CORRECTED;
  await tell('corrected');
  expect(await result(login)).toMatchObject({ status: 'SUCCESS', question: 1 });
  expect(played.fills.map(({ values }) => values.password?.from)).toEqual(['stored', 'stored']);
  expect(vault.acted).toContain('corrected');
});

test('an agent whose login failed for an item that has changed since begins another one, and only when the vault says so', async () => {
  const { agent, login, played, vault, tell } = await begin({
    open: (n) =>
      n === 1 ? { kind: 'failed', code: 'credentials_invalid', website_error: null, artefact: null } : authenticated,
  });
  expect(await result(login)).toMatchObject({ status: 'FAILED' });
  vault.has_session = false;
  await tell('something else');
  await expect.poll(() => vault.acted).toContain('something else');
  expect(played.opens).toBe(1);
  vault.renews = true;
  await tell('the item');
  await expect.poll(() => played.closes.map(({ status }) => status)).toEqual(['FAILED', 'SUCCESS']);
  expect(vault.acted).toContain('the item');
  expect((await agent.query(messages.agent.state)).id).toBe(agent.workflowId);
});

test('a waiting login opens its page anew where its item has changed, and fills what that has now', async () => {
  let version = 1;
  const offered = () => ({ keys: ['email', 'password'], has_totp: false, mark: `v${version}` });
  const seen = page(field('email'), field('password'));
  const { login, played, tell } = await begin({
    begun: stored({}),
    open: () => ({ kind: 'input', page: seen, offered: offered() }),
    fill: (_, n) =>
      n === 1 ? { kind: 'refused', fields: ['password'], website_error: null, page: seen } : authenticated,
    // Its grant says that the item is to be read anew.
    look: lostPage,
    stored: () => ({ ...stored({}), grant_mark: `g${version}` }),
  });
  await until(login, asks(1));
  version = 2;
  await tell('the item');
  expect(await result(login)).toMatchObject({ status: 'SUCCESS', question: 1, submitted_fields: [] });
  expect(played.opens).toBe(2);
  expect(played.fills.map(({ values }) => values.password)).toEqual(
    Array.from({ length: 2 }, () => ({ from: 'stored', key: 'password' })),
  );
});

test('a value that is gone when it is to be typed is asked for, without blame and whatever it takes', async () => {
  const { login, played } = await begin({
    open: () => LOGIN,
    fill: () => ({ kind: 'empty', fields: ['email', 'password'], gone: true }),
    look: () => LOGIN,
    stored: () => stored({}),
  });
  const state = await until(login, asks(1));
  expect(state.pending_fields.map(({ name, reason }) => [name, reason])).toEqual([
    ['email', 'missing'],
    ['password', 'missing'],
  ]);
  expect(played.fills).toHaveLength(1);
  await login.signal(messages.invocation.cancel);
  expect(await result(login)).toMatchObject({ status: 'CANCELED' });
});

test('a login that the site has forgotten opens a new page and fills what it has, without a person', async () => {
  const { login, played } = await begin({
    open: () => LOGIN,
    fill: (_, n) => (n === 1 ? { kind: 'forgotten' } : authenticated),
  });
  const state = await result(login);
  expect(state).toMatchObject({ status: 'SUCCESS', question: 0 });
  expect(state.timeline.map(({ event }) => event)).toContain('begun_again');
  expect([played.opens, played.fills.length]).toEqual([2, 2]);
});

test('a session that is gone is not answered, from the moment that the agent is told', async () => {
  const { agent, login, vault, tell } = await begin({ open: () => LOGIN, fill: () => authenticated });
  expect(await result(login)).toMatchObject({ status: 'SUCCESS' });
  vault.has_session = false;
  await tell('profile deleted');
  const ensured = await agent.executeUpdate(messages.agent.ensure, { args: [{ workflow_id: 'nobody' }] });
  expect(ensured).toMatchObject({ authenticated: false, agent: { status: 'NEEDS_AUTH' } });
  expect(vault.acted).toEqual(['profile deleted']);
});
