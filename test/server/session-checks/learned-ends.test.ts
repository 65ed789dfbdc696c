/** A site ends sessions and announces nothing, on real parts and a clock that tests move: when their age is known, the next one is renewed before that. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { checkSession } from '../../../activities/session-check/index.js';
import { tellChanges } from '../../../activities/temporal/tell-changes.js';
import { openVault } from '../../../activities/vault/index.js';
import type { Vault } from '../../../activities/vault/types.js';
import { AgentAuth } from '../../../client/index.js';
import { readServerConfig } from '../../../server/config.js';
import { type RunningServer, runServer } from '../../../server/run-server.js';
import { readConfig } from '../../../worker/config.js';
import { type RunningWorker, runWorker } from '../../../worker/run-worker.js';
import { type FlowSite, serveFlow } from '../../sites/flows/serve.js';
import { byCookie, USER } from '../../sites/flows/silent-ends.js';
import { startTestTemporal, type TestTemporal } from '../../support/temporal.js';
import { type Ask, asker } from '../http/support.js';

const MINUTE = 60_000;

let stateDir: string;
let temporal: TestTemporal;
let vault: Vault;
let worker: RunningWorker;
let auth: AgentAuth;
let site: FlowSite;
let server: RunningServer;
let ask: Ask;
let key: string;
/** How far the vault's clock is ahead. */
let ahead = 0;
const clock = () => Date.now() + ahead;
const silent = byCookie();

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'agent-auth-lives-'));
  temporal = await startTestTemporal();
  vault = await openVault({ stateDir, clock });
  key = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
  auth = await AgentAuth.connect({ address: temporal.address, access_key: key });
  const target = { namespace: 'default', connectionOptions: { address: temporal.address } };
  worker = await runWorker(readConfig({ AGENT_AUTH_STATE_DIR: stateDir }), vault, pino({ level: 'silent' }), target);
  site = await serveFlow((visit) => silent.answer(visit));
  vi.stubEnv('TEMPORAL_ADDRESS', temporal.address);
  server = await runServer({ ...readServerConfig({}), stateDir, port: 0 }, pino({ level: 'silent' }));
  ask = asker(server.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
  await worker?.stop();
  await auth?.close();
  await vault?.close();
  await site?.stop();
  await temporal?.stop();
  await rm(stateDir, { recursive: true, force: true });
});

/** A look as the worker takes one, by that clock. */
async function look(id: string) {
  const looker = {
    vault,
    browser: () => Promise.reject(new Error('not needed')),
    onOver: async () => undefined,
    clock,
  };
  const { last_check } = await checkSession(looker, { id, max_age_seconds: 0 });
  await tellChanges(temporal.client, vault)();
  return last_check?.answer;
}

/** What the worker does each minute. */
async function aMinute(): Promise<void> {
  await vault.wantDue();
  await tellChanges(temporal.client, vault)();
}

/** A browser of the HTTP side with the session of a profile. */
async function browserOf(name: string) {
  const { body } = await ask('POST', '/browsers', key, { profile: { name } });
  const isRunning = async (): Promise<boolean> =>
    (await ask('GET', `/browsers/${body.session_id}`, key)).status === 200;
  expect(await isRunning()).toBe(true);
  return { isRunning };
}

const sessionOf = async (profile: string): Promise<string> => {
  const { cookies } = await auth.profiles.storageState(profile);
  return cookies.map(({ value }) => value).join();
};

it('a session whose end is known is renewed before, while it works, and not under its user', async () => {
  await auth.credentials.create({ name: 'shop', domain: site.host, values: USER });
  const wanted = { domain: site.host, profile_name: 'shop', credential_name: 'shop' };
  const { auth_agent } = await auth.agents.auth.ensure(wanted);
  const show = () => auth.agents.auth.retrieve(auth_agent.id);
  expect(await show()).toMatchObject({ session_expires_at: null, session_expires_reason: 'unknown', can_reauth: true });

  for (let ended = 1; ended <= 3; ended += 1) {
    ahead += 120 * MINUTE;
    expect(await look(auth_agent.id)).toBe('in');
    ahead += 10 * MINUTE;
    silent.end();
    expect(await look(auth_agent.id)).toBe('out');
    await expect.poll(async () => (await show()).status, { timeout: 30_000 }).toBe('AUTHENTICATED');
    expect(silent.logins()).toBe(ended + 1);
  }
  const { session_expires_at, session_expires_reason } = await show();
  expect(session_expires_reason).toBe('learned');
  const left = Date.parse(session_expires_at ?? '') - Date.now() - ahead;
  expect(Math.abs(left - 120 * MINUTE)).toBeLessThan(MINUTE);

  // It is in use, and then it is not.
  const { lease } = await auth.profiles.session('shop', { domain: site.host, lease_seconds: 86_400 });
  ahead += 113 * MINUTE;
  await aMinute();
  await sleep(300);
  expect(await show()).toMatchObject({ status: 'AUTHENTICATED', invocation_id: null, in_use_until: lease?.expires_at });
  await auth.profiles.releaseLease(lease?.id ?? '');
  ahead += 5 * MINUTE;
  const before = await sessionOf('shop');
  expect(silent.alive()).toContain(before);
  await aMinute();
  while (silent.logins() < 5) {
    expect((await show()).status).toBe('AUTHENTICATED');
    await sleep(100);
  }
  await expect.poll(() => sessionOf('shop'), { timeout: 30_000 }).not.toBe(before);
  const after = await sessionOf('shop');
  expect(silent.alive()).toContain(after);
  await expect.poll(async () => (await show()).invocation_id, { timeout: 30_000 }).toBeNull();
  expect(await show()).toMatchObject({ status: 'AUTHENTICATED', session_expires_reason: 'learned' });
  await aMinute();
  await sleep(300);
  expect(silent.logins()).toBe(5);

  // Somebody has fetched it for a time, and a browser of the server uses it. The first lease lapses, and later that of the browser, which runs on.
  const { lease: lent } = await auth.profiles.storageState('shop', { domain: site.host, lease_seconds: 118 * 60 });
  ahead += 117 * MINUTE;
  const browser = await browserOf('shop');
  ahead += 1.5 * MINUTE;
  await aMinute();
  await sleep(300);
  const used = await show();
  expect({ logins: silent.logins(), ...used }).toMatchObject({
    logins: 5,
    status: 'AUTHENTICATED',
    invocation_id: null,
  });
  expect(Date.parse(used.in_use_until ?? '')).toBeGreaterThan(Date.parse(lent?.expires_at ?? ''));
  ahead += 6 * MINUTE;
  expect(await show()).toMatchObject({ in_use_until: null });
  await aMinute();
  await expect.poll(() => silent.logins(), { timeout: 30_000 }).toBe(6);
  await expect.poll(() => sessionOf('shop'), { timeout: 30_000 }).not.toBe(after);
  expect(await browser.isRunning()).toBe(true);
  await expect.poll(async () => (await show()).invocation_id, { timeout: 30_000 }).toBeNull();
});
