import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgentAuth, AgentAuthError, type AgentAuthInvocation } from '../../client/index.js';
import { type SampleSite, type SampleVariant, startSampleSite } from '../sites/sample.js';
import { childrenOf, isAlive, killOutright, startUp, type UpProcess } from '../support/up-process.js';
import { runs, variant } from '../support/variants.js';

/** Each with a secret of its own: a shared one would make logins wait for each other's time steps. */
const SECRETS = [
  'JBSWY3DPEHPK3PXP',
  'KRSXG5CTMVRXEZLU',
  'GEZDGNBVGY3TQOJQ',
  'MFRGGZDFMZTWQ2LK',
  'NBSWY3DPO5XXE3DE',
  'ONSWG4TFOQQHG2DI',
  'PFXXKIDBNZSCA5DP',
];
const PASSWORD = 'correct horse battery staple';

const TOTP_STEP_MS = 30_000;
/** Long enough to kill a worker while it waits for the site. */
const SLOW_MS = 1_000;

let stateDir: string;
let up: UpProcess;
let auth: AgentAuth;
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

type Variant = Pick<SampleVariant, 'slowMs' | 'hang'>;

interface StartedLogin {
  readonly id: string;
  readonly site: SampleSite;
  readonly credential: string;
  /** How the site behaves; may be changed while it runs. */
  readonly variant: Variant;
}

/** Starts a login of the seed example, on a site of its own. */
async function begin(variant: Variant = {}): Promise<StartedLogin> {
  const n = next++;
  const user = { email: `user${n}@example.com`, password: PASSWORD, totpSecret: SECRETS[n]! };
  const site = await startSampleSite({ sessionSeconds: 3600, users: [user], variant });
  const name = `crash-${n}`;
  await auth.credentials.create({
    name,
    domain: site.host,
    values: { email: user.email },
    totp_secret: user.totpSecret,
  });
  const agent = await auth.agents.auth.create({ domain: site.host, profile_name: name, credential_name: name });
  const { invocation_id } = await auth.agents.auth.invocations.create({ auth_agent_id: agent.id });
  return { id: invocation_id, site, credential: name, variant };
}

/** Looks again and again: while the worker is down nothing answers. */
async function until(
  { id }: StartedLogin,
  wanted: (state: AgentAuthInvocation) => boolean,
): Promise<AgentAuthInvocation> {
  for (;;) {
    const state = await auth.agents.auth.invocations.retrieve(id).catch(() => null);
    if (state && wanted(state)) return state;
    if (state && state.status !== 'IN_PROGRESS') throw new Error(`ended: ${state.status} ${state.error_code}`);
    await sleep(250);
  }
}
const asking = (login: StartedLogin) => until(login, (state) => state.step === 'awaiting_input');
const happened = (event: string) => (state: AgentAuthInvocation) => state.timeline.some((line) => line.event === event);

/** Answers, again and again while no worker does: whoever answers would. */
async function give({ id }: StartedLogin): Promise<void> {
  for (;;) {
    try {
      await auth.agents.auth.invocations.submit(id, { field_values: { password: PASSWORD } });
      return;
    } catch (error) {
      if (!(error instanceof AgentAuthError)) throw error;
      if (error.code !== 'worker_unavailable') throw new Error(`${error.code} ${JSON.stringify(error.details)}`);
    }
  }
}

/** Success, nothing was asked twice, and the site saw the password once, or as often as is allowed. */
async function proven(login: StartedLogin, passwordSubmits = 1): Promise<void> {
  const state = await until(login, ({ status }) => status === 'SUCCESS');
  expect(state.question).toBe(1);
  const counts = login.site.counts();
  expect(counts.passwordSubmits).toBeGreaterThanOrEqual(1);
  expect(counts.passwordSubmits).toBeLessThanOrEqual(passwordSubmits);
  expect(counts).toMatchObject({ wrongPasswords: 0, reusedCodes: 0 });
  await login.site.stop();
}

/** A login that stands between two page steps: the site has the password, and its code has to wait for the next time step. */
async function betweenSteps(): Promise<StartedLogin> {
  const login = await begin();
  await asking(login);
  const left = TOTP_STEP_MS - (Date.now() % TOTP_STEP_MS);
  if (left < 15_000) await sleep(left);
  await auth.credentials.totpCode(login.credential);
  await give(login);
  await until(login, happened('code_waiting'));
  return login;
}

describe('kill -9 of the worker', () => {
  let asked: StartedLogin;
  let between: StartedLogin | null = null;
  let armed: StartedLogin;

  beforeAll(async () => {
    asked = await begin();
    armed = await begin({ slowMs: SLOW_MS });
    await asking(asked);
    await asking(armed);
    if (runs(0, 1) > 0) between = await betweenSteps();
    await give(armed);
    while (armed.site.counts().passwordSubmits === 0) await sleep(10);
    await killOutright((await up.file()).pids.worker!);
  });

  test('while a person is asked', async () => {
    await give(asked);
    await proven(asked);
  });

  variant('between two page steps: after the password, before the code', () => proven(between!));

  test('between arming and the outcome', () => proven(armed, 2));
});

variant('kill -9 of the worker while it opens a page', async () => {
  const login = await begin({ slowMs: SLOW_MS });
  while (login.site.counts().pages.home === 0) await sleep(10);
  await killOutright((await up.file()).pids.worker!);
  await asking(login);
  await give(login);
  await proven(login);
});

variant(
  'SIGTERM of the worker, while it opens a page that does not come: it ends in order, and the login goes on',
  async () => {
    const login = await begin({ hang: true });
    while (login.site.counts().pages.home === 0) await sleep(10);
    const worker = (await up.file()).pids.worker!;
    const chromium = childrenOf(worker);
    expect(chromium).not.toEqual([]);
    process.kill(worker, 'SIGTERM');
    while (isAlive(worker)) await sleep(20);
    expect(chromium.filter(isAlive)).toEqual([]);
    // Opened to its end, the login would have failed by now.
    login.variant.hang = false;
    await asking(login);
    await give(login);
    await proven(login);
  },
);

variant('kill -9 of Chromium, while a page is open', async () => {
  const login = await begin();
  await asking(login);
  await killOutright(...childrenOf((await up.file()).pids.worker!));
  await give(login);
  await proven(login);
});

test('kill -9 of the whole stack, and up again on the same folder', async () => {
  const login = await begin();
  await asking(login);
  const { pids } = await up.file();
  await killOutright(...Object.values(pids));
  up = await startUp(stateDir);
  await auth.close();
  auth = await AgentAuth.connect({ state_dir: stateDir });
  await asking(login);
  await give(login);
  await proven(login);
});
