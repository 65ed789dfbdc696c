/** The vault and Temporal, where Temporal's database was lost, or is older than the vault. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { compare } from '../../../activities/temporal/compare.js';
import { isRunning } from '../../../activities/temporal/is-running.js';
import { tellChanges } from '../../../activities/temporal/tell-changes.js';
import { type AgentInput, type AgentState, agentId } from '../../../contract/index.js';
import { DEFAULT_LIMITS } from '../../../contract/invocation/invocation.js';
import * as messages from '../../../contract/messages.js';
import { browsersQueue, mainQueue, pagesQueue, WORKFLOWS } from '../../../contract/names.js';
import { builtFile } from '../../../worker/built-file.js';
import { vaultActivities } from '../../../worker/create-workers.js';
import { dataConverter } from '../../../worker/data-converter.js';
import { scriptedBrowser } from '../../support/scripted-site/browser.js';
import { EMAIL, type Site, startSite, TOTP_SECRET } from '../../support/scripted-site/site.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { variant } from '../../support/variants.js';
import { grant, openTestVault, type TestVault } from '../../vault/support/vault.js';

const MINUTE = 60_000;

/** Two servers that know nothing of each other: the second is what is left when the database of the first is lost. */
let before: TestTemporal;
let after: TestTemporal;
let site: Site;
beforeAll(async () => {
  [before, after, site] = await Promise.all([startTestTemporal(), startTestTemporal(), startSite()]);
});
afterAll(() => Promise.all([before.stop(), after.stop(), site.close()]));

/** Workers of a vault on a server. */
async function startWorkers({ client, connection }: TestTemporal, vault: TestVault['vault'], prefix: string) {
  const taskQueue = pagesQueue(prefix, 'w1');
  const tell = tellChanges(client, vault);
  const { openLogin, ...steps } = scriptedBrowser({ vault, site, taskQueue });
  const temporal = {
    askAgent: async () => null,
    checkSession: async () => null,
    isRunning: isRunning(client),
  };
  const own = vaultActivities(
    vault,
    { loginClosed: async () => undefined },
    { tell, checkSessions: async () => undefined },
  );
  const common = { connection, dataConverter } as const;
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: mainQueue(prefix),
      workflowBundle: { codePath: builtFile('workflow-bundle.js') },
      activities: { ...own, ...temporal },
    }),
    Worker.create({ ...common, taskQueue: browsersQueue(prefix), activities: { openLogin } }),
    Worker.create({ ...common, taskQueue, activities: { ...steps } }),
  ]);
  const runs = workers.map((worker) => worker.run());
  let stopped: Promise<unknown> | null = null;
  const stop = () => {
    if (stopped === null) for (const worker of workers) worker.shutdown();
    stopped ??= Promise.all(runs);
    return stopped;
  };
  onTestFinished(async () => void (await stop()));
  return stop;
}

interface Scene {
  readonly t: TestVault;
  readonly id: string;
  readonly prefix: string;
}

async function makeAgent(password: string): Promise<Scene> {
  const t = await openTestVault();
  t.clock.now = Date.now();
  const name = randomUUID();
  const values = { email: EMAIL, password };
  await t.admin('credentials.create', { name, domain: site.host, values, totp_secret: TOTP_SECRET });
  const id = agentId(site.host, name);
  await grant(t.admin, site.host, { id, profile_name: name, credential_name: name });
  return { t, id, prefix: `test-${name}` };
}

const stateOf = (client: Client, id: string): Promise<AgentState | null> =>
  client.workflow
    .getHandle(id)
    .query(messages.agent.state)
    .catch(() => null);

async function until(client: Client, id: string, isSo: (state: AgentState) => boolean): Promise<AgentState> {
  for (;;) {
    const state = await stateOf(client, id);
    if (state !== null && isSo(state)) return state;
    await sleep(50);
  }
}

async function startKeeper(client: Client, { id, prefix, t }: Scene): Promise<void> {
  const { domain, profile_name, credential_name } = await t.admin('agents.retrieve', { id });
  const limits = DEFAULT_LIMITS;
  const config = { domain, profile_name, credential_name, login_url: null, allowed_domains: [], limits };
  const input: AgentInput = { id, config, task_queue: prefix, resume: null };
  await client.workflow.start(WORKFLOWS.authAgent, { workflowId: id, taskQueue: mainQueue(prefix), args: [input] });
}

const logIn = (client: Client, id: string) =>
  client.workflow.getHandle(id).executeUpdate(messages.agent.ensure, { args: [{ workflow_id: 'nobody' }] });

/** One whole comparison, some minutes later. */
function compareAll(client: Client, { t, prefix }: Scene) {
  t.clock.now += 15 * MINUTE;
  return t.vault.askComparison().then(() => compare({ client, vault: t.vault, taskQueue: prefix }, () => true));
}

it('the keeper of a good session comes back with it, and logs in no more than before', async () => {
  const scene = await makeAgent(site.password);
  const stop = await startWorkers(before, scene.t.vault, scene.prefix);
  await startKeeper(before.client, scene);
  await logIn(before.client, scene.id);
  await until(before.client, scene.id, ({ status, invocation_id }) => status === 'AUTHENTICATED' && !invocation_id);
  await stop();
  const { logins } = site.counts;
  await startWorkers(after, scene.t.vault, scene.prefix);
  expect(await compareAll(after.client, scene)).toMatchObject({ keepers: 1, logins: 0 });
  const state = await until(after.client, scene.id, ({ status }) => status === 'AUTHENTICATED');
  expect(state.last_auth_at).not.toBeNull();
  expect(site.counts.logins).toBe(logins);
  // Nothing is amiss any more.
  expect(await compareAll(after.client, scene)).toEqual({ keepers: 0, logins: 0, orphans: 0 });
});

variant('a renewal that waited for a person without a page is ended, and begins again by itself', async () => {
  const scene = await makeAgent('not the password');
  const stop = await startWorkers(before, scene.t.vault, scene.prefix);
  await startKeeper(before.client, scene);
  await logIn(before.client, scene.id);
  const { invocation_id } = await until(before.client, scene.id, (state) => state.invocation_id !== null);
  const lost = before.client.workflow.getHandle(invocation_id!);
  while (((await lost.query(messages.invocation.state)).parked_since ?? null) === null) await sleep(50);
  await stop();
  await startWorkers(after, scene.t.vault, scene.prefix);
  expect(await compareAll(after.client, scene)).toMatchObject({ keepers: 1, logins: 1 });
  const shown = await scene.t.admin('invocations.retrieve', { invocation_id: invocation_id! });
  expect(shown).toMatchObject({ status: 'FAILED', error_code: 'workflow_lost' });
  const again = await until(after.client, scene.id, (state) => state.invocation_id !== null);
  expect(again.invocation_id).not.toBe(invocation_id);
  const renewal = after.client.workflow.getHandle(again.invocation_id!);
  while (((await renewal.query(messages.invocation.state)).parked_since ?? null) === null) await sleep(50);
  // The refused value went out once in all.
  expect(site.violations).toMatchObject({ refusedAgain: 0, codesAgain: 0, atOnce: 0 });
});

it('what is ended in Temporal is heard of by the agent, and what the vault is done with is ended', async () => {
  const scene = await makeAgent('another wrong one');
  await startWorkers(after, scene.t.vault, scene.prefix);
  await startKeeper(after.client, scene);
  await logIn(after.client, scene.id);
  const { invocation_id } = await until(after.client, scene.id, (state) => state.invocation_id !== null);
  const login = after.client.workflow.getHandle(invocation_id!);
  while ((await login.query(messages.invocation.state)).step !== 'awaiting_input') await sleep(50);
  await login.terminate();
  expect(await compareAll(after.client, scene)).toMatchObject({ keepers: 0, logins: 1 });
  await tellChanges(after.client, scene.t.vault)();
  const state = await until(after.client, scene.id, (seen) => seen.last_invocation_id === invocation_id);
  expect(state).toMatchObject({ invocation_id: null, status: 'NEEDS_AUTH' });

  await scene.t.admin('agents.revoke', { id: scene.id });
  // The list lags behind.
  let orphans = 0;
  while (orphans === 0) ({ orphans } = await compareAll(after.client, scene));
  await expect(after.client.workflow.getHandle(scene.id).result()).rejects.toThrow();
});

it('nothing is done about a namespace that is not there', async () => {
  const scene = await makeAgent(site.password);
  const { connection } = after.client;
  const { Client: Other } = await import('@temporalio/client');
  const client = new Other({ connection, namespace: 'gone' });
  await expect(compareAll(client, scene)).rejects.toThrow();
  // It is still due.
  expect(await scene.t.vault.takeBatch()).toMatchObject({ agents: [scene.id] });
});
