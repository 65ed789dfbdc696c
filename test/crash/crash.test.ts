import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgentAuth, type AgentAuthInvocation } from '../../client/index.js';
import { type SampleSite, startSampleSite } from '../sites/sample.js';
import { childrenOf, killOutright, startUp, type UpProcess } from '../support/up-process.js';

/** Each with a secret of its own: a shared one would make logins wait for each other's time steps. */
const SECRETS = [
  'JBSWY3DPEHPK3PXP',
  'KRSXG5CTMVRXEZLU',
  'GEZDGNBVGY3TQOJQ',
  'MFRGGZDFMZTWQ2LK',
  'NBSWY3DPO5XXE3DE',
  'ONSWG4TFOQQHG2DI',
];
const PASSWORD = 'correct horse battery staple';

let stateDir: string;
let up: UpProcess;
let auth: AgentAuth;
let site: SampleSite;
let next = 0;

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'agent-auth-crash-'));
  up = await startUp(stateDir);
  auth = await AgentAuth.connect({ state_dir: stateDir });
});
afterAll(async () => {
  await auth.close();
  await up.stop();
  await rm(stateDir, { recursive: true, force: true });
});

/** A login of the seed example, on a site of its own, up to the question for the password. */
async function begin(slowMs = 0) {
  const n = next++;
  site = await startSampleSite({
    sessionSeconds: 3600,
    users: [{ email: `user${n}@example.com`, password: PASSWORD, totpSecret: SECRETS[n]! }],
    variant: { slowMs },
  });
  const name = `crash-${n}`;
  await auth.credentials.create({
    name,
    domain: site.host,
    values: { email: `user${n}@example.com` },
    totp_secret: SECRETS[n]!,
  });
  const agent = await auth.agents.auth.create({ domain: site.host, profile_name: name, credential_name: name });
  const { invocation_id } = await auth.agents.auth.invocations.create({ auth_agent_id: agent.id });
  return invocation_id;
}
const retrieve = (id: string) => auth.agents.auth.invocations.retrieve(id);

/** Looks again and again: while the worker is down nothing answers. */
async function until(id: string, wanted: (state: AgentAuthInvocation) => boolean): Promise<AgentAuthInvocation> {
  for (;;) {
    const state = await retrieve(id).catch(() => null);
    if (state && wanted(state)) return state;
    if (state && state.status !== 'IN_PROGRESS') throw new Error(`ended: ${state.status} ${state.error_code}`);
    await sleep(100);
  }
}
const asking = (id: string) => until(id, (state) => state.step === 'awaiting_input');
const success = (id: string) => until(id, (state) => state.status === 'SUCCESS');
const happened = (event: string) => (state: AgentAuthInvocation) => state.timeline.some((line) => line.event === event);
const give = (id: string) => auth.agents.auth.invocations.submit(id, { field_values: { password: PASSWORD } });
const worker = async () => (await up.file()).pids.worker!;

/** Nothing was asked twice, and the site saw the password once. */
async function proven(id: string, passwordSubmits = 1): Promise<void> {
  const state = await success(id);
  expect(state.question).toBe(1);
  const counts = site.counts();
  expect(counts.passwordSubmits).toBeGreaterThanOrEqual(1);
  expect(counts.passwordSubmits).toBeLessThanOrEqual(passwordSubmits);
  expect(counts).toMatchObject({ wrongPasswords: 0, reusedCodes: 0 });
  await site.stop();
}

describe('kill -9', () => {
  test('of the worker while a person is asked', { timeout: 120_000 }, async () => {
    const id = await begin();
    await asking(id);
    await killOutright(await worker());
    await until(id, (state) => state.step === 'awaiting_input');
    await give(id);
    await proven(id);
  });

  test('of the worker while it opens the page', { timeout: 120_000 }, async () => {
    const id = await begin(600);
    await until(id, happened('opening'));
    await sleep(500);
    await killOutright(await worker());
    await asking(id);
    await give(id);
    await proven(id);
  });

  test('of the worker between two page steps: after the password, before the code', { timeout: 120_000 }, async () => {
    const id = await begin();
    await asking(id);
    await give(id);
    while (site.counts().pages.code === 0) await sleep(10);
    await until(id, (state) =>
      state.timeline.filter((line) => line.event === 'filling').some((line) => line.fields?.includes('code')),
    );
    await killOutright(await worker());
    await proven(id);
  });

  test('of the worker between arming and the outcome', { timeout: 120_000 }, async () => {
    const id = await begin(1500);
    await asking(id);
    await give(id);
    while (site.counts().passwordSubmits === 0) await sleep(10);
    await killOutright(await worker());
    await proven(id, 2);
  });

  test('of Chromium', { timeout: 120_000 }, async () => {
    const id = await begin();
    await asking(id);
    for (const pid of childrenOf(await worker())) await killOutright(pid);
    await give(id);
    await proven(id);
  });

  test('of the whole stack, and up again on the same folder', { timeout: 180_000 }, async () => {
    const id = await begin();
    await asking(id);
    const { pids } = await up.file();
    for (const pid of Object.values(pids)) await killOutright(pid);
    up = await startUp(stateDir);
    await auth.close();
    auth = await AgentAuth.connect({ state_dir: stateDir });
    await asking(id);
    await give(id);
    await proven(id);
  });
});
