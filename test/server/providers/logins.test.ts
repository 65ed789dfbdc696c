/** Logins that nobody answers, with what each kind of provider holds, in a real browser; and nothing of it is left anywhere. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { found } from '../../security/needles.js';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../../sites/sample.js';
import { startTestStack, type TestStack } from '../../support/stack.js';
import { variants } from '../../support/variants.js';
import type { Bench, WorldItem } from '../../unit/providers/world.js';
import { idOf } from '../../unit/providers/world.js';
import { KINDS, startKind } from './kinds.js';

const LONG = { timeout: 60_000, interval: 300 };
const TOTP_PERIOD = 10;

let stack: TestStack;
const benches: Bench[] = [];
const sites: SampleSite[] = [];
/** Whatever providers have held. */
const planted: Record<string, string> = { totp: SAMPLE_USER.totpSecret };

beforeAll(async () => {
  process.env.NODE_OPTIONS = `--import=${new URL('./fake-core.mjs', import.meta.url).href}`;
  try {
    stack = await startTestStack();
  } finally {
    delete process.env.NODE_OPTIONS;
  }
});
afterAll(async () => {
  await stack.stop();
  for (const { stop } of sites) await stop();
  for (const bench of benches) await bench.close();
});

async function siteWith(password: string, port?: number): Promise<SampleSite> {
  const users = [{ ...SAMPLE_USER, password, totpPeriod: TOTP_PERIOD }];
  const site = await startSampleSite({ users, sessionSeconds: 3600, ...(port === undefined ? {} : { port }) });
  sites.push(site);
  return site;
}

/** A provider of that kind, a site, and an item for it. */
async function connect(kind: string, name: string) {
  const { bench, settings } = await startKind(kind, stack.stateDir);
  benches.push(bench);
  const password = `canary-${name}-password`;
  Object.assign(planted, {
    [name]: password,
    [`${name} token`]: bench.token,
    [`${name} extra`]: `canary-${name}-extra`,
  });
  const site = await siteWith(password);
  const item = (more: Partial<WorldItem> = {}): WorldItem => ({
    id: idOf(name),
    vault: 'work',
    title: name,
    urls: [site.url],
    username: SAMPLE_USER.email,
    password,
    totp: `otpauth://totp/Sample?secret=${SAMPLE_USER.totpSecret}&period=${TOTP_PERIOD}`,
    extra: { 'Company ID': `canary-${name}-extra` },
    state: 'active',
    version: 1,
    ...more,
  });
  await bench.fill([item()]);
  const wanted = { name, provider_type: kind, token: bench.token, settings, cache_ttl_seconds: 0 };
  await stack.auth.credentialProviders.create(wanted);
  expect(await stack.auth.credentialProviders.test(name)).toMatchObject({ success: true });
  const credential = { provider: name, auto: true } as const;
  const agent = await stack.auth.agents.auth.create({ domain: site.host, profile_name: name, credential });
  return { bench, site, item, agent, password };
}

/** Logs in, and answers with a password where one is asked for. @returns what was asked for */
async function login(id: string, password = '') {
  const { invocations } = stack.auth.agents.auth;
  const { invocation_id } = await invocations.create({ auth_agent_id: id });
  const asked: string[] = [];
  let state = await invocations.retrieve(invocation_id);
  while (state.status === 'IN_PROGRESS') {
    if (state.step === 'awaiting_input') {
      asked.push(...state.pending_fields.map(({ name }) => name));
      if (asked.length > 1 || password === '') await invocations.cancel(invocation_id);
      else await invocations.submit(invocation_id, { field_values: { [asked[0]!]: password } });
    }
    await sleep(200);
    state = await invocations.retrieve(invocation_id);
  }
  return { asked, state };
}

it.each(variants(2, KINDS))('logs in with the e-mail address, password and code of %s', async (kind) => {
  const { agent, site } = await connect(kind, kind.replaceAll('_', '-'));
  const { asked, state } = await login(agent.id);
  expect({ asked, status: state.status, submitted: state.submitted_fields }).toEqual({
    asked: [],
    status: 'SUCCESS',
    submitted: [],
  });
  expect(site.counts()).toMatchObject({ passwordSubmits: 1, wrongPasswords: 0, wrongCodes: 0, reusedCodes: 0 });
});

it('asks for the password alone where an item of 1Password has an e-mail address and a code', async () => {
  const { bench, agent, item, password } = await connect('onepassword', 'seed');
  await bench.fill([item({ password: '' })]);
  const { asked, state } = await login(agent.id, password);
  expect(asked).toEqual(['password']);
  expect(state).toMatchObject({ status: 'SUCCESS', submitted_fields: ['password'] });
});

it.each(variants(0, KINDS))('logs in again by itself once a password was changed in %s, too', async (kind) => {
  const name = `again-${kind.replaceAll('_', '-')}`;
  const { bench, agent, site, item } = await connect(kind, name);
  expect((await login(agent.id)).state.status).toBe('SUCCESS');
  await site.stop();
  const password = `canary-${name}-changed`;
  planted[`${name} changed`] = password;
  const after = await siteWith(password, Number(new URL(site.url).port));
  const { auth } = stack.auth.agents;
  await auth.reportExpired(agent.id);
  await expect.poll(async () => (await auth.retrieve(agent.id)).credential_item?.refused, LONG).toBe(true);
  expect(await auth.retrieve(agent.id)).toMatchObject({ can_reauth_reason: 'credential_refused' });
  await bench.fill([item({ password, version: 2 })]);
  await stack.auth.credentialProviders.items(name);
  await expect.poll(async () => (await auth.retrieve(agent.id)).status, LONG).toBe('AUTHENTICATED');
  expect(after.counts()).toMatchObject({ passwordSubmits: 2, wrongPasswords: 1, reusedCodes: 0 });
});

it('leaves nothing of the providers in history, database, logs, answers and arguments of processes', async () => {
  const { credentialProviders, agents } = stack.auth;
  const [{ items }] = [await credentialProviders.list()];
  const said: unknown[] = [items, (await credentialProviders.audit()).items];
  for (const { name } of items) said.push(await credentialProviders.items(name));
  for (const agent of (await agents.auth.list()).items)
    said.push(agent, (await agents.auth.invocations.list({ auth_agent_id: agent.id })).items);
  expect(found(Buffer.from(JSON.stringify(said)), planted)).toEqual([]);

  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const id of processes) {
    const line = await readFile(`/proc/${id}/cmdline`).catch(() => Buffer.alloc(0));
    expect(found(line, planted), 'arguments of a process').toEqual([]);
  }

  const entries = await readdir(stack.stateDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  expect(files.map((file) => basename(file))).toEqual(expect.arrayContaining(['temporal.db']));
  for (const file of files) {
    // What operators have put there themselves.
    if (relative(stack.stateDir, file).startsWith('providers')) continue;
    expect(found(await readFile(file), planted), basename(file)).toEqual([]);
  }
});
