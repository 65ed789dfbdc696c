import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgentAuth, AgentAuthError, type AgentAuthInvocation } from '../../../client/index.js';
import { type SampleSite, startSampleSite } from '../../sites/sample.js';
import { makeTemplates, TEMPLATE } from '../../support/postgres/databases.js';
import { MIGRATOR } from '../../support/postgres/roles.js';
import { type PostgresServer, startPostgres } from '../../support/postgres/server.js';
import { startUp, type UpProcess } from '../../support/up-process.js';

const LOGINS = 10;
const PASSWORD = 'correct horse battery staple';
/** Each of its own: a shared one would make logins wait for each other's time steps. */
const secretOf = (n: number): string => `JBSWY3DPEHPK3PX${'ABCDEFGHIJ'[n]}`;

let server: PostgresServer;
let stateDir: string;
let up: UpProcess;
let auth: AgentAuth;

beforeAll(async () => {
  server = await startPostgres();
  await makeTemplates(server);
  stateDir = await mkdtemp(join(tmpdir(), 'agent-auth-restart-'));
  up = await startUp(stateDir, [], { env: { AGENT_AUTH_DATABASE_URL: server.url(MIGRATOR, TEMPLATE) } });
  auth = await AgentAuth.connect({ state_dir: stateDir });
});
afterAll(async () => {
  await auth.close();
  await up.stop();
  await server.stop();
  await rm(stateDir, { recursive: true, force: true });
});

/** What somebody would do who calls: ask again. */
async function persist<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const isAway = error instanceof AgentAuthError && error.status === 503;
      if (!isAway) throw error;
    }
  }
}

async function begin(n: number): Promise<{ readonly id: string; readonly site: SampleSite }> {
  const email = `user${n}@example.com`;
  const totpSecret = secretOf(n);
  // Slow enough that the server restarts while pages are filled.
  const variant = { slowMs: 300 };
  const site = await startSampleSite({
    sessionSeconds: 3600,
    users: [{ email, password: PASSWORD, totpSecret }],
    variant,
  });
  const name = `restart-${n}`;
  const credential = { name, domain: site.host, values: { email }, totp_secret: totpSecret };
  await auth.credentials.create(credential);
  const agent = await auth.agents.auth.create({ domain: site.host, profile_name: name, credential_name: name });
  const { invocation_id } = await auth.agents.auth.invocations.create({ auth_agent_id: agent.id });
  return { id: invocation_id, site };
}

/** Answers once, when it is asked. */
async function finish(id: string): Promise<AgentAuthInvocation> {
  for (let answered = false; ; ) {
    const state = await persist(() => auth.agents.auth.invocations.retrieve(id));
    if (state.status !== 'IN_PROGRESS') return state;
    if (state.step === 'awaiting_input' && !answered) {
      await persist(() => auth.agents.auth.invocations.submit(id, { field_values: { password: PASSWORD } }));
      answered = true;
    }
    await sleep(200);
  }
}

test('a Postgres that restarts again and again in the middle of ten logins: none fails, and nobody is asked twice', async () => {
  const logins = await Promise.all(Array.from({ length: LOGINS }, (_, n) => begin(n)));
  let isOver = false;
  const restarts = (async () => {
    let times = 0;
    for (; !isOver; times += 1) {
      await server.restart(times % 2 === 0 ? 'fast' : 'immediate');
      await sleep(1_500);
    }
    return times;
  })();
  const ends = await Promise.all(logins.map(({ id }) => finish(id))).finally(() => {
    isOver = true;
  });
  expect(await restarts).toBeGreaterThan(2);
  expect(ends.map(({ status, question }) => [status, question])).toEqual(logins.map(() => ['SUCCESS', 1]));
  for (const { site } of logins) {
    expect(site.counts()).toMatchObject({ passwordSubmits: 1, wrongPasswords: 0, reusedCodes: 0 });
    await site.stop();
  }
});
