/** A worker dies right after the vault has committed a change, before it has told the agent: the next one tells it. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openVault } from '../../activities/vault/index.js';
import { AgentAuth, type AgentAuthInvocation } from '../../client/index.js';
import { letIn, members, PASSWORD_PAGE } from '../sites/flows/members.js';
import { type FlowSite, serveFlow, type Visit } from '../sites/flows/serve.js';
import { vaultEnvironment } from '../support/postgres/stack-database.js';
import { descendantsOf, isAlive, startUp, type UpProcess } from '../support/up-process.js';
import { createCaller, type TestCaller } from '../vault/support/vault.js';

const EMAIL = 'ada@example.com';
const PASSWORD = 'the right one 7!';

let stateDir: string;
let up: UpProcess;
let site: FlowSite;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'agent-auth-untold-'));
  up = await startUp(stateDir);
  site = await serveFlow((visit: Visit) => {
    const isIn = visit.cookies.get('sid') === 'member';
    if (visit.path === '/') return isIn ? { to: '/members' } : PASSWORD_PAGE;
    if (visit.path !== '/password') return members(visit);
    return visit.form?.get('password') === PASSWORD ? letIn : `${PASSWORD_PAGE}<p role="alert">Wrong password.</p>`;
  });
});
afterEach(async () => {
  await up.stop();
  await site.stop();
  await rm(stateDir, { recursive: true, force: true, maxRetries: 5 });
});

async function until(auth: AgentAuth, id: string, wanted: (state: AgentAuthInvocation) => boolean): Promise<void> {
  for (;;) {
    const state = await auth.agents.auth.invocations.retrieve(id);
    if (wanted(state)) return;
    if (state.status !== 'IN_PROGRESS') throw new Error(`ended: ${state.status} ${state.error_code}`);
    await sleep(100);
  }
}

/** Kills the stack outright, commits a change in the vault as a call does, and starts the stack again. */
async function committedUntold(change: (call: TestCaller) => Promise<unknown>): Promise<void> {
  const started = descendantsOf(up.process.pid!);
  const exit = once(up.process, 'exit');
  up.process.kill('SIGKILL');
  await exit;
  while (started.some(isAlive)) await sleep(100);
  const { AGENT_AUTH_DATABASE_URL: url } = await vaultEnvironment(stateDir);
  const vault = await openVault({ stateDir, ...(url === undefined ? {} : { postgres: { url } }) });
  const accessKey = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
  await change(createCaller(() => vault, accessKey));
  await vault.close();
  up = await startUp(stateDir);
}

const connected = () => AgentAuth.connect({ state_dir: stateDir });

test.each<[string, (call: TestCaller) => Promise<unknown>]>([
  ['a corrected password', (call) => call('credentials.update', { id_or_name: 'c', values: { password: PASSWORD } })],
  [
    'an imported session',
    (call) => {
      const cookie = { name: 'sid', value: 'member', domain: site.host.split(':')[0]!, path: '/', expires: -1 };
      const cookies = [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Lax' as const }];
      return call('profiles.import', { name: 'p', domain: site.host, storage_state: { cookies, origins: [] } });
    },
  ],
])('%s that nobody was told of answers the login that waits', async (_, change) => {
  const before = await connected();
  await before.credentials.create({ name: 'c', domain: site.host, values: { email: EMAIL, password: 'wrong' } });
  const agent = await before.agents.auth.create({ domain: site.host, profile_name: 'p', credential_name: 'c' });
  const { invocation_id } = await before.agents.auth.invocations.create({ auth_agent_id: agent.id });
  await until(before, invocation_id, ({ step, question }) => step === 'awaiting_input' && question === 1);
  await before.close();
  await committedUntold(change);
  const auth = await connected();
  await until(auth, invocation_id, ({ status }) => status === 'SUCCESS');
  const { question, submitted_fields } = await auth.agents.auth.invocations.retrieve(invocation_id);
  expect({ question, submitted_fields }).toEqual({ question: 1, submitted_fields: [] });
  await auth.close();
});

test('a pause that nobody was told of holds, and the agent goes on once it is lifted', async () => {
  const before = await connected();
  await before.credentials.create({ name: 'c', domain: site.host, values: { email: EMAIL, password: PASSWORD } });
  const agent = await before.agents.auth.create({ domain: site.host, profile_name: 'p', credential_name: 'c' });
  await before.close();
  await committedUntold((call) => call('agents.pause', { of: { id: agent.id }, reason: 'test' }));
  const auth = await connected();
  await expect(auth.agents.auth.ensure({ domain: site.host, profile_name: 'p' })).rejects.toMatchObject({
    code: 'paused',
  });
  expect(site.posts).toEqual([]);
  await auth.agents.auth.resume(agent.id);
  await auth.agents.auth.ensure({ domain: site.host, profile_name: 'p' });
  expect(site.posts).toHaveLength(1);
  await auth.close();
});
