import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVault } from '../../../activities/vault/index.js';
import type { Vault } from '../../../activities/vault/types.js';
import { AgentAuth, type AgentAuthError } from '../../../client/index.js';
import { checkClock } from '../../../worker/clock.js';
import { readConfig } from '../../../worker/config.js';
import { connect } from '../../../worker/connect.js';
import { type RunningWorker, runWorker } from '../../../worker/run-worker.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import { type FlowSite, serveFlow } from '../../sites/flows/serve.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';

const DEPLOYMENT = 'logins';
const PASSWORD = 'correct horse battery staple';

let stateDir: string;
let temporal: TestTemporal;
let vault: Vault;
let auth: AgentAuth;
let site: FlowSite;
const workers: RunningWorker[] = [];
const warnings: string[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'agent-auth-versioning-'));
  temporal = await startTestTemporal();
  // Both workers in this process, on one vault: two processes can't share a folder.
  vault = await openVault({ stateDir });
  const access_key = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
  auth = await AgentAuth.connect({ address: temporal.address, access_key });
  site = await serveFlow((visit) => {
    if (visit.path === '/') return PASSWORD_PAGE;
    return visit.path === '/password' ? letIn : members(visit);
  });
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await auth?.close();
  await vault?.close();
  await site?.stop();
  await temporal?.stop();
  await rm(stateDir, { recursive: true, force: true });
});

const target = () => ({ namespace: 'default', connectionOptions: { address: temporal.address } });

async function startWorker(buildId: string, on: Vault = vault): Promise<void> {
  const env = { AGENT_AUTH_STATE_DIR: stateDir, AGENT_AUTH_DEPLOYMENT: DEPLOYMENT, AGENT_AUTH_BUILD_ID: buildId };
  workers.push(await runWorker(readConfig(env), on, log, target()));
}

/** As `temporal worker deployment set-current-version` does; it is refused as long as Temporal has not seen a worker of that build. */
async function makeCurrent(buildId: string): Promise<void> {
  const { workflowService } = temporal.client;
  const version = { namespace: 'default', deploymentName: DEPLOYMENT, version: `${DEPLOYMENT}.${buildId}`, buildId };
  for (let tries = 0; ; tries += 1) {
    try {
      await workflowService.setWorkerDeploymentCurrentVersion(version);
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(100);
    }
  }
}

async function buildOf(workflowId: string): Promise<string | null | undefined> {
  const { raw } = await temporal.client.workflow.getHandle(workflowId).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
}

/** A login that asks for the password. */
async function asking(profile_name: string): Promise<{ readonly agent: string; readonly login: string }> {
  const { agents } = auth;
  const { id: agent } = await agents.auth.create({ domain: site.host, profile_name });
  const { invocation_id: login } = await agents.auth.invocations.create({ auth_agent_id: agent });
  for await (const { step } of agents.auth.invocations.follow(login)) if (step === 'awaiting_input') break;
  return { agent, login };
}

async function answered(login: string) {
  const { invocations } = auth.agents.auth;
  await invocations.submit(login, { field_values: { email: 'user@example.com', password: PASSWORD } });
  return invocations.wait(login, { timeout: 60 });
}

it('a login ends on the build that it began on; agents and new logins are of the current one', async () => {
  await startWorker('one');
  expect(warnings.splice(0)).toEqual([expect.stringContaining('no build of this deployment is current')]);
  await makeCurrent('one');
  const first = await asking('first');
  expect(await buildOf(first.login)).toBe('one');

  await startWorker('two');
  expect(warnings).toEqual([]);
  await makeCurrent('two');
  const second = await asking('second');
  expect(await buildOf(second.login)).toBe('two');

  expect(await answered(first.login)).toMatchObject({ status: 'SUCCESS', question: 1 });
  expect(await answered(second.login)).toMatchObject({ status: 'SUCCESS', question: 1 });
  expect(await buildOf(first.login)).toBe('one');
  expect(await buildOf(first.agent)).toBe('two');
});

it('a worker of another vault is not let in under a build of its own', async () => {
  const other = await openVault({ stateDir: join(stateDir, 'other') });
  await expect(startWorker('three', other)).rejects.toMatchObject({ code: 'task_queue_taken' });
  await other.close();
});

it.each([
  ['right', 0, null],
  ['half a minute ahead', 32_000, 32],
  ['half a minute behind', -32_000, -32],
])('a clock that is %s is seen for what it is', async (_, ahead, seconds) => {
  const connected = await connect(target());
  const checking = checkClock(connected, 'test', log, () => Date.now() + ahead);
  if (seconds === null) await checking;
  else {
    const refused = await checking.catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'clock_skewed' });
    // As much of it as lies outside the time that the look took.
    expect(Math.abs((refused as AgentAuthError).details.ahead_seconds as number)).toBeGreaterThanOrEqual(30);
    expect(Math.sign((refused as AgentAuthError).details.ahead_seconds as number)).toBe(Math.sign(seconds));
  }
  await connected.connection.close();
});
