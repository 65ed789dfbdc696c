import { describe, expect, it } from 'vitest';
import { AuthAgents } from '../../../client/agents/auth-agents.js';
import { Credentials } from '../../../client/credentials.js';
import { callerOf, fakeVault } from './fake-vault.js';

/** What the vault is sent when a site is named so. */
async function sent(call: (caller: Awaited<ReturnType<typeof callerOf>>) => Promise<unknown>): Promise<unknown> {
  const seen: unknown[] = [];
  const vault = await fakeVault((_, params) => {
    seen.push(params);
    return { ...(params as object), created_at: 'x', updated_at: 'x', credential_id: null };
  });
  const state = { status: 'NEEDS_AUTH' };
  const caller = callerOf(vault, {
    query: () => state as never,
    describe: () => ({ status: { name: 'RUNNING' } }),
    executeUpdateWithStart: () => state,
  });
  await call(caller);
  return seen[0];
}

const agentAt = (domain: string, more: object = {}) =>
  sent((caller) => new AuthAgents(caller).create({ domain, profile_name: 'p', ...more }));

describe('a site that is named', () => {
  it.each([
    ['example.com', { id: 'agent_example.com_p', domain: 'example.com' }],
    ['WWW.Example.com.', { id: 'agent_example.com_p', domain: 'example.com' }],
    ['build_01', { id: 'agent_build~01_p', domain: 'build_01' }],
    ['[2001:DB8::1]', { id: 'agent_[2001:db8::1]_p', domain: '[2001:db8::1]' }],
    ['https://host:5001/path', { id: 'agent_host_p', domain: 'host', login_url: 'https://host:5001/path' }],
    ['https://example.com/', { id: 'agent_example.com_p', domain: 'example.com' }],
  ])('%s is the agent %j', async (domain, params) => {
    expect(await agentAt(domain)).toEqual({ ...params, profile_name: 'p' });
  });

  it.each([null, 'https://id.example.com/in'])('has the login page %j that is named beside it', async (login_url) => {
    expect(await agentAt('https://example.com/login', { login_url })).toMatchObject({ login_url });
  });

  it('is what a credential is for, without its host www.', async () => {
    const input = { name: 'c', domain: 'www.example.com', values: { email: 'x' } };
    expect(await sent((caller) => new Credentials(caller).create(input))).toMatchObject({ domain: 'example.com' });
  });
});
