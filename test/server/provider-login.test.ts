/** The example of the vendor's documentation, with the e-mail address and the TOTP secret in 1Password. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthAgent } from '../../client/index.js';
import { found } from '../security/needles.js';
import { SAMPLE_USER, startSampleSite } from '../sites/sample.js';
import { joinTestStack, SAMPLE_TOTP, type TestStack } from '../support/stack.js';
import { connectBench } from '../unit/providers/benches/onepassword-connect.js';
import { idOf, type WorldItem } from '../unit/providers/world.js';

let stack: TestStack;
let bench: Awaited<ReturnType<typeof connectBench>>;
beforeAll(async () => {
  [stack, bench] = await Promise.all([joinTestStack(), connectBench()]);
  await stack.auth.credentialProviders.create({
    name: 'op',
    provider_type: 'onepassword_connect',
    token: bench.token,
    settings: { host: bench.address },
    cache_ttl_seconds: 0,
  });
});
afterAll(async () => {
  await stack.stop();
  await bench.close();
});

const LONG = { timeout: 60_000, interval: 300 };

const EXTRA = { 'Company ID': 'canary-co-4711' };

const item = (more: Partial<WorldItem>): WorldItem => ({
  id: idOf('sample'),
  vault: 'Team',
  title: 'Sample',
  urls: [`http://${stack.domain}/login`, 'https://elsewhere.example'],
  username: SAMPLE_USER.email,
  password: '',
  totp: SAMPLE_TOTP,
  extra: EXTRA,
  state: 'active',
  version: 1,
  ...more,
});

/** Logs in, and answers what is asked for. @returns what was asked for */
async function login({ id }: AuthAgent, answers: Readonly<Record<string, string>> = {}) {
  const { invocations } = stack.auth.agents.auth;
  const { invocation_id } = await invocations.create({ auth_agent_id: id });
  const asked: string[][] = [];
  let state = await invocations.retrieve(invocation_id);
  while (state.status === 'IN_PROGRESS') {
    if (state.step === 'awaiting_input' && state.pending_fields?.length) {
      const names = state.pending_fields.map(({ name }) => name);
      asked.push(names);
      const field_values = Object.fromEntries(names.map((name) => [name, answers[name] ?? '']));
      if (names.every((name) => answers[name] !== undefined)) await invocations.submit(invocation_id, { field_values });
      else {
        await invocations.cancel(invocation_id);
        await expect.poll(async () => (await invocations.retrieve(invocation_id)).status).toBe('CANCELED');
      }
    }
    await sleep(200);
    state = await invocations.retrieve(invocation_id);
  }
  return { asked, state };
}

const agentOf = (profile_name: string) =>
  stack.auth.agents.auth.create({ domain: stack.domain, profile_name, credential: { provider: 'op', auto: true } });

describe('credentials in 1Password', () => {
  it('ask a person for what their item lacks, and for nothing else', async () => {
    await bench.fill([item({})]);
    const agent = await agentOf('partial');
    expect(agent).toMatchObject({ credential: { provider: 'op', auto: true }, can_reauth: false });
    const { asked, state } = await login(agent, { password: SAMPLE_USER.password });
    expect(asked).toEqual([['password']]);
    expect(state).toMatchObject({ status: 'SUCCESS', submitted_fields: ['password'], error_code: null });
    expect(stack.counts()).toMatchObject({ passwordSubmits: 1, wrongPasswords: 0, wrongCodes: 0, reusedCodes: 0 });
    await expect(stack.auth.agents.auth.retrieve(agent.id)).resolves.toMatchObject({
      status: 'AUTHENTICATED',
      credential_id: null,
      // The next one would need the password again.
      can_reauth: false,
      can_reauth_reason: 'requires_customer_input',
    });
  });

  it('log in without anybody, send a refused value once, and go on when the item has changed', async () => {
    const agent = await agentOf('whole');
    await bench.fill([item({ password: 'canary-of-yesterday' })]);
    const wrongBefore = stack.counts().wrongPasswords;
    expect((await login(agent)).asked).toEqual([['password']]);
    expect((await login(agent)).asked).toEqual([['password']]);
    expect(stack.counts().wrongPasswords).toBe(wrongBefore + 1);
    await bench.fill([item({ password: SAMPLE_USER.password, version: 2 })]);
    const { asked, state } = await login(agent);
    expect(asked).toEqual([]);
    expect(state).toMatchObject({ status: 'SUCCESS', submitted_fields: [] });
  });

  it('ask which of two accounts is right, take what was chosen, and read nothing for a session that works', async () => {
    const whole = { password: SAMPLE_USER.password };
    const other = { id: idOf('other'), title: 'Other one', username: 'eve@example.com', password: 'canary-of-eve' };
    await bench.fill([item(other), item(whole)]);
    const agent = await agentOf('several');
    const { invocations } = stack.auth.agents.auth;
    const { invocation_id } = await invocations.create({ auth_agent_id: agent.id });
    const state = () => invocations.retrieve(invocation_id);
    await expect.poll(async () => (await state()).step, LONG).toBe('awaiting_input');
    const { pending_fields, sign_in_options } = await state();
    expect(pending_fields).toEqual([]);
    expect(sign_in_options.map(({ label }) => label)).toEqual([
      expect.stringMatching(/^Team\/(?:Other one|Sample) \((?:e\*{3}@example\.com|.\*{3}@.*)\)$/),
      expect.stringMatching(/^Team\/(?:Other one|Sample) \(/),
      'None of these',
    ]);
    // A stranger to the login reads nothing of them.
    const history = await stack.auth.agents.auth.invocations.list({ auth_agent_id: agent.id });
    expect(JSON.stringify(await history)).not.toContain('Other one');
    const right = sign_in_options.find(({ label }) => label.startsWith('Team/Sample '));
    await invocations.submit(invocation_id, { sign_in_option_id: right!.id });
    await expect.poll(async () => (await state()).status, LONG).toBe('SUCCESS');
    expect((await state()).timeline.map(({ event }) => event)).toContain('item_matched');
    const chosen = await stack.auth.agents.auth.retrieve(agent.id);
    expect(chosen.credential_item).toMatchObject({ path: 'Team/Sample', use: 'chosen', refused: false });
    // Its session works: nothing is read.
    expect((await login(agent)).state).toMatchObject({ status: 'SUCCESS' });
    const reads = await stack.auth.credentialProviders.audit({ auth_agent_id: agent.id });
    expect(reads.items.map(({ use }) => use).sort()).toEqual(['chosen', 'compared', 'compared']);
  });

  it('log in again by themselves after the password was changed at the site and in the provider', async () => {
    const user = { ...SAMPLE_USER, totpPeriod: 10 };
    const before = await startSampleSite({ users: [user], sessionSeconds: 3600 });
    const changed = { urls: [before.url], password: SAMPLE_USER.password };
    await bench.fill([item(changed)]);
    const { host: domain } = before;
    const { auth } = stack.auth.agents;
    const credential = { provider: 'op', auto: true } as const;
    const agent = await auth.create({ domain, profile_name: 'renewed', credential });
    expect(await login(agent)).toMatchObject({ asked: [], state: { status: 'SUCCESS' } });
    await before.stop();
    const users = [{ ...user, password: 'canary-of-today' }];
    const after = await startSampleSite({ users, sessionSeconds: 3600, port: Number(new URL(before.url).port) });
    try {
      await auth.reportExpired(agent.id);
      await expect.poll(async () => (await auth.retrieve(agent.id)).credential_item?.refused, LONG).toBe(true);
      await expect(auth.retrieve(agent.id)).resolves.toMatchObject({
        can_reauth: false,
        can_reauth_reason: 'credential_refused',
      });
      const { invocation_id } = await auth.retrieve(agent.id);
      await bench.fill([item({ ...changed, password: 'canary-of-today', version: 2 })]);
      // Whoever lists it finds out.
      await stack.auth.credentialProviders.items('op');
      await expect.poll(async () => (await auth.retrieve(agent.id)).status, LONG).toBe('AUTHENTICATED');
      const { timeline, submitted_fields } = await auth.invocations.retrieve(invocation_id!);
      expect(submitted_fields).toEqual([]);
      expect(timeline.map(({ event }) => event)).toEqual(expect.arrayContaining(['refused', 'vault_changed', 'ended']));
      expect(after.counts()).toMatchObject({ passwordSubmits: 2, wrongPasswords: 1, reusedCodes: 0 });
    } finally {
      await after.stop();
    }
  });

  it('are used no longer once the provider is switched off while a login waits', async () => {
    await bench.fill([item({})]);
    const agent = await agentOf('withdrawn');
    const { invocations } = stack.auth.agents.auth;
    const { invocation_id } = await invocations.create({ auth_agent_id: agent.id });
    const asked = async () => (await invocations.retrieve(invocation_id)).pending_fields?.map(({ name }) => name);
    try {
      await expect.poll(asked, LONG).toEqual(['password']);
      await stack.auth.credentialProviders.update('op', { enabled: false });
      const events = async () => (await invocations.retrieve(invocation_id)).timeline.map(({ event }) => event);
      await expect.poll(events, LONG).toContain('vault_changed');
      // It stands where the site has the e-mail address already.
      await expect.poll(asked, LONG).toEqual(['password']);
      await invocations.submit(invocation_id, { field_values: { password: SAMPLE_USER.password } });
      // Codes were made of the item's secret.
      await expect.poll(asked, LONG).toEqual(['code']);
    } finally {
      await invocations.cancel(invocation_id);
      await stack.auth.credentialProviders.update('op', { enabled: true });
    }
  });

  it('leave nothing of the provider in what is kept', async () => {
    const planted = {
      token: bench.token,
      refused: 'canary-of-yesterday',
      others: 'canary-of-eve',
      now: 'canary-of-today',
      extra: EXTRA['Company ID'],
    };
    const entries = await readdir(stack.stateDir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    expect(files.map((file) => basename(file))).toEqual(expect.arrayContaining(['temporal.db']));
    for (const file of files) expect(found(await readFile(file), planted), basename(file)).toEqual([]);
  });

  it('ask a person for everything where the provider is away', async () => {
    const agent = await agentOf('away');
    await bench.fail('down');
    const { asked } = await login(agent);
    await bench.fail(null);
    // The sample names its first field in several ways.
    expect(asked).toEqual([[expect.stringMatching(/^(?:email|username)$/)]]);
  });
});
