import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AuthAgents } from '../../../client/agents/auth-agents.js';
import { ensureSession } from '../../../client/agents/ensure.js';
import type { AgentState } from '../../../contract/agent/agent.js';
import type { InvocationState } from '../../../contract/invocation/invocation.js';
import { callerOf, fakeVault } from './fake-vault.js';
import { field, invocationState } from './invocation-state.js';

const ID = 'agent_example.com_work';
const INVOCATION = 'inv_abcdefghijklmnop';

const agentState = (more: Partial<AgentState> = {}): AgentState => ({
  id: ID,
  domain: 'example.com',
  profile_name: 'work',
  credential_name: null,
  login_url: null,
  allowed_domains: [],
  limits: { idle_seconds: 600, overall_seconds: 1200 },
  status: 'NEEDS_AUTH',
  version: 1,
  invocation_id: null,
  last_invocation_id: null,
  last_error_code: null,
  last_auth_at: null,
  session_expires_at: null,
  post_login_url: null,
  save_credential_as: null,
  ...more,
});

/**
 * An agent that stands as `agent` says, and whose login goes through `states`.
 * @param record what the vault knows of it afterwards, where that is not what its workflow says
 */
async function site(agent: AgentState, states: InvocationState[], after = agent, record = after) {
  const known = { created_at: 'x', updated_at: 'x', credential_id: null };
  const vault = await fakeVault(() => ({ ...(started === 0 ? agent : record), ...known }));
  let [started, polls] = [0, 0];
  const left = [...states];
  const caller = callerOf(vault, {
    query: (({ name }: { name: string }) =>
      // The first query of the agent reads its limits, before the login; of an invocation, its first state.
      started === 0 ? agent : name === 'state' && left.length > 0 ? left.shift() : after) as never,
    describe: () => ({ status: { name: 'RUNNING' } }),
    executeUpdateWithStart: () => agent,
    executeUpdate: () => {
      started += 1;
      return { invocation_id: INVOCATION, type: 'login', expires_at: 'x', joined: false };
    },
    startUpdate: () => ({
      result: async () => {
        polls += 1;
        const state = left.shift();
        return state ? { again: false, state } : { again: true };
      },
    }),
  });
  return {
    run: (timeout = 5) => new AuthAgents(caller).ensure({ domain: 'example.com', profile_name: 'work', timeout }),
    runWhile: (signal: AbortSignal) =>
      ensureSession(caller, { domain: 'example.com', profile_name: 'work', timeout: 600 }, signal),
    starts: () => started,
    polls: () => polls,
  };
}

const at = (version: number, more: Partial<InvocationState>) => invocationState({ version, ...more });
const discovering = at(1, { step: 'discovering' });

describe('ensure', () => {
  it('answers a session that is there without a login', async () => {
    const { run, starts } = await site(
      agentState({ status: 'AUTHENTICATED', post_login_url: 'https://example.com/in' }),
      [],
    );
    await expect(run()).resolves.toMatchObject({ profile_name: 'work', post_login_url: 'https://example.com/in' });
    expect(starts()).toBe(0);
  });

  it('logs in when there is none', async () => {
    const last_auth_at = '2026-01-01T00:00:00.000Z';
    const after = agentState({
      status: 'AUTHENTICATED',
      session_expires_at: '2099-01-01T00:00:00.000Z',
      last_auth_at,
    });
    const states = [discovering, at(2, { status: 'SUCCESS', step: 'completed' })];
    const { run, starts } = await site(agentState(), states, after);
    await expect(run()).resolves.toMatchObject({
      session_expires_at: '2099-01-01T00:00:00.000Z',
      auth_agent: { status: 'AUTHENTICATED' },
    });
    expect(starts()).toBe(1);
  });

  it('answers no session that the vault did not save, whatever the workflows say', async () => {
    const forged = agentState({ status: 'AUTHENTICATED', last_auth_at: '2026-01-01T00:00:00.000Z' });
    const states = [discovering, at(2, { status: 'SUCCESS', step: 'completed' })];
    const { run } = await site(agentState(), states, forged, agentState());
    await expect(run()).rejects.toMatchObject({ code: 'internal_error', details: { invocation_id: INVOCATION } });
  });

  it('answers no session of another credential that somebody has linked meanwhile, but that which the login was saved as', async () => {
    const states = () => [discovering, at(2, { status: 'SUCCESS', step: 'completed' })];
    const before = agentState({ credential_name: 'alice' });
    const proven = { ...before, status: 'AUTHENTICATED', last_auth_at: '2026-01-01T00:00:00.000Z' } as const;
    const bobs = await site(before, states(), { ...proven, credential_name: 'bob' });
    await expect(bobs.run()).rejects.toMatchObject({ code: 'wrong_account', details: { invocation_id: INVOCATION } });
    for (const after of [
      { ...proven, credential_name: null },
      { ...proven, credential_name: 'work', save_credential_as: 'work' },
      { ...proven, credential_name: 'work-google', save_credential_as: 'work' },
    ]) {
      const { run } = await site(before, states(), after);
      await expect(run()).resolves.toMatchObject({ auth_agent: { status: 'AUTHENTICATED' } });
    }
  });

  it('says that a person is needed as soon as one is, with what to give', async () => {
    const { run } = await site(agentState(), [discovering, at(2, {})]);
    await expect(run()).rejects.toMatchObject({
      code: 'needs_human',
      details: { invocation_id: INVOCATION, pending_fields: [{ name: 'password' }] },
    });
  });

  it('says that a stored value was refused, and what that means', async () => {
    const refused = field('password', { reason: 'rejected' });
    const stored = await site(agentState(), [at(2, { pending_fields: [refused] })]);
    await expect(stored.run()).rejects.toMatchObject({
      code: 'needs_human',
      details: { refused: ['password'] },
      next: expect.stringContaining('it is marked, and not sent again until it changes'),
    });
    const given = await site(agentState(), [at(2, { pending_fields: [refused], submitted_fields: ['password'] })]);
    const error = await given.run().catch((thrown: unknown) => thrown);
    expect(error).not.toHaveProperty('details.refused');
    expect(error).toMatchObject({ next: expect.stringMatching(/^Answer with `agent-auth invocations submit inv_/) });
  });

  it('names the forms that only a person can choose between', async () => {
    const sign_in_options = [{ id: 'a1', label: 'Customers', description: null }];
    const { run } = await site(agentState(), [at(2, { pending_fields: [], sign_in_options })]);
    const refused = await run().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'needs_human', details: { pending_fields: [], sign_in_options } });
    expect(refused).not.toHaveProperty('details.mfa_options');
  });

  it.each<[string, Partial<InvocationState>]>([
    ['captcha_blocked', { status: 'FAILED', step: 'completed', error_code: 'captcha_blocked' }],
    ['awaiting_input_timeout', { status: 'EXPIRED', step: 'expired', error_code: 'awaiting_input_timeout' }],
    ['invocation_ended', { status: 'CANCELED', step: 'completed' }],
  ])('rejects with %s when the login ends so', async (code, more) => {
    const { run } = await site(agentState(), [discovering, at(2, more)]);
    await expect(run()).rejects.toMatchObject({ code, details: { invocation_id: INVOCATION } });
  });

  it('asks nothing more once nobody waits, however many did', async () => {
    const { runWhile, polls } = await site(
      agentState(),
      Array.from({ length: 10_000 }, () => discovering),
    );
    const all = Array.from({ length: 1_000 }, () => new AbortController());
    const waiting = Promise.allSettled(all.map(({ signal }) => runWhile(signal)));
    await expect.poll(polls).toBeGreaterThan(0);
    for (const stop of all) stop.abort();
    for (const { reason } of (await waiting) as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: 'ensure_timeout' });
    const before = polls();
    await sleep(50);
    expect(polls()).toBeLessThanOrEqual(before + 1);
  });

  it('gives up in time and names the login that goes on', async () => {
    const { run } = await site(agentState(), [discovering]);
    await expect(run(3)).rejects.toMatchObject({ code: 'ensure_timeout', details: { invocation_id: INVOCATION } });
  });

  it.each([
    { timeout: 0 },
    { timeout: 1.5 },
    { timeout: 31 * 86_400 },
    { domain: 'https://example.com' },
    { proxy: {} },
  ])('refuses %j', async (more) => {
    const caller = callerOf(await fakeVault(() => null));
    await expect(
      new AuthAgents(caller).ensure({ domain: 'example.com', profile_name: 'work', ...more }),
    ).rejects.toMatchObject({
      status: 400,
    });
  });
});
