import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentAuthInvocation } from '../../../client/index.js';
import { SAMPLE_USER } from '../../sites/sample.js';
import { joinTestStack, SAMPLE_TOTP, type TestStack } from '../../support/stack.js';
import { call } from '../cli/call.js';
import { type Ask, adminKey, asker, keyWith } from '../http/support.js';

let stack: TestStack;
let ask: Ask;
let key: string;
beforeAll(async () => {
  stack = await joinTestStack();
  ask = asker(stack.stack.file.http_url as string);
  key = await adminKey(stack);
  const { email, password } = SAMPLE_USER;
  const store = (name: string, values: Record<string, string>) =>
    stack.auth.credentials.create({ name, domain: stack.domain, values, totp_secret: SAMPLE_TOTP });
  await store('partial', { email });
  await store('full', { email, password });
});
afterAll(() => stack.stop());

const cli = (...args: string[]) =>
  call(['cli', 'main.js'], [...args, '--json'], { env: { AGENT_AUTH_STATE_DIR: stack.stateDir } });

const agentOf = (profile_name: string, credential_name: string) =>
  stack.auth.agents.auth.create({ domain: stack.domain, profile_name, credential_name });

async function asks(invocation_id: string): Promise<AgentAuthInvocation> {
  for await (const state of stack.auth.agents.auth.invocations.follow(invocation_id))
    if (state.step === 'awaiting_input' || state.status !== 'IN_PROGRESS') return state;
  throw new Error('the login came to nothing');
}

describe('settings of an agent', () => {
  it('change at once, over HTTP, the command line and the client', async () => {
    const { agents } = stack.auth;
    const { id } = await agentOf('settings', 'partial');
    const path = `/agents/auth/${id}`;
    const login_url = `http://${stack.domain}/login`;
    expect(await ask('PATCH', path, key, { login_url, idle_timeout_seconds: 900 })).toMatchObject({
      status: 200,
      body: { login_url, credential_name: 'partial' },
    });
    const state = async () => {
      for await (const now of agents.auth.follow(id)) return now;
    };
    expect(await state()).toMatchObject({ login_url, limits: { idle_seconds: 900, overall_seconds: 1200 } });
    const updated = await cli(
      'agents',
      'update',
      id,
      '--credential',
      'full',
      '--save-credential-as',
      'kept',
      '--no-stay-signed-in',
    );
    expect(updated).toMatchObject({ code: 0, lines: [{ credential_name: 'full', stay_signed_in: false, login_url }] });
    expect(await state()).toMatchObject({ credential_name: 'full', save_credential_as: 'kept' });
    const cleared = { login_url: null, credential_name: null, save_credential_as: null, idle_timeout_seconds: null };
    expect(await agents.auth.update(id, cleared)).toMatchObject({ login_url: null, credential_name: null });
    expect(await state()).toMatchObject({
      login_url: null,
      credential_name: null,
      save_credential_as: null,
      limits: { idle_seconds: 600 },
    });
    expect(await agents.auth.retrieve(id)).toMatchObject({ stay_signed_in: false, save_credential_as: null });
    const orchestrate = await keyWith(stack, 'orchestrate');
    expect(await ask('PATCH', path, orchestrate, { allowed_domains: ['other.example'] })).toMatchObject({
      status: 403,
    });
    expect(await ask('PATCH', path, orchestrate, { login_url: '' })).toMatchObject({ status: 200 });
    expect(await ask('PATCH', `${path}-none`, key, {})).toMatchObject({ status: 404 });
    expect(await ask('PATCH', path, key, { domain: 'x.example' })).toMatchObject({ status: 400 });
  });
});

describe('a pause', () => {
  const PAUSED = { code: 'paused', details: { reason: 'moving', scope: 'agent', by: expect.any(String) } };

  it('answers every start at once, and a login that waits sends nothing until it is resumed', async () => {
    const { auth } = stack.auth.agents;
    const { id } = await agentOf('paused', 'partial');
    const { invocation_id } = await auth.invocations.create({ auth_agent_id: id });
    expect(await asks(invocation_id)).toMatchObject({ step: 'awaiting_input' });
    const { passwordSubmits } = stack.counts();
    expect(await cli('agents', 'pause', id, '--reason', 'moving')).toMatchObject({
      code: 0,
      lines: [{ subject: id, reason: 'moving' }],
    });
    const wanted = { domain: stack.domain, profile_name: 'paused' };
    await expect(auth.ensure(wanted)).rejects.toMatchObject(PAUSED);
    await expect(auth.invocations.create({ auth_agent_id: id })).rejects.toMatchObject(PAUSED);
    await expect(auth.reauth(id)).rejects.toMatchObject(PAUSED);
    expect(await ask('POST', '/agents/auth/invocations', key, { auth_agent_id: id })).toMatchObject({
      status: 409,
      body: { code: 'paused' },
    });
    expect(await cli('agents', 'ensure', stack.domain, '--profile', 'paused')).toMatchObject({
      lines: [{ error: { code: 'paused', details: { reason: 'moving' } } }],
    });
    expect(await ask('GET', `/agents/auth/${id}`, key)).toMatchObject({ body: { paused: { reason: 'moving' } } });
    await auth.invocations.submit(invocation_id, { field_values: { password: SAMPLE_USER.password } });
    for await (const { timeline } of auth.invocations.follow(invocation_id))
      if (timeline.some(({ event }) => event === 'account_waiting' || event === 'site_waiting')) break;
    expect(stack.counts()).toMatchObject({ passwordSubmits });
    await auth.invocations.cancel(invocation_id);
    expect(await ask('POST', `/agents/auth/${id}/resume`, key)).toMatchObject({ body: { resumed: true } });
    expect(await auth.resume(id)).toBe(false);
    await expect(auth.ensure(wanted)).rejects.toMatchObject({ code: 'needs_human' });
  });

  it('of a site is for all its agents, and a renewal that it put off is made when it is over', async () => {
    const { auth } = stack.auth.agents;
    const wanted = { domain: stack.domain, profile_name: 'renewed', credential_name: 'full', timeout: 120 };
    const { auth_agent } = await auth.ensure(wanted);
    const { id } = auth_agent;
    expect(
      await ask('POST', '/agents/auth/pauses/pause-site', key, { domain: stack.domain, reason: 'maintenance' }),
    ).toMatchObject({ status: 200, body: { scope: 'site', subject: stack.domain } });
    expect((await auth.list({ profile_name: 'renewed' })).items).toMatchObject([{ paused: { scope: 'site' } }]);
    await expect(auth.ensure(wanted)).rejects.toMatchObject({ code: 'paused' });
    await auth.reportExpired(id);
    for await (const { stopped } of auth.follow(id)) if (stopped?.why === 'paused') break;
    expect((await auth.retrieve(id)).invocation_id).toBeNull();
    // Other tests of the stack may have paused something too.
    expect((await cli('agents', 'pauses')).lines).toContainEqual(
      expect.objectContaining({ subject: stack.domain, reason: 'maintenance' }),
    );
    expect(await cli('agents', 'resume', stack.domain, '--site')).toMatchObject({ lines: [{ resumed: true }] });
    for await (const { status } of auth.follow(id)) if (status === 'AUTHENTICATED') break;
    expect(await auth.ensure(wanted)).toMatchObject({ auth_agent: { id, paused: null } });
  });
});

describe('versions of a profile', () => {
  it('are listed and gone back to, and the agent is unproven', async () => {
    const { agents, profiles } = stack.auth;
    const wanted = { domain: stack.domain, profile_name: 'versions', credential_name: 'full', timeout: 120 };
    const { auth_agent } = await agents.auth.ensure(wanted);
    const { version } = await profiles.retrieve('versions');
    await profiles.import({
      name: 'versions',
      domain: stack.domain,
      storage_state: {
        cookies: [],
        origins: [{ origin: `http://${stack.domain}`, localStorage: [{ name: 'a', value: 'b' }] }],
      },
    });
    expect(await cli('profiles', 'versions', 'versions')).toMatchObject({
      lines: [
        { version: version + 1, written_by: 'import', is_current: true },
        { version, written_by: 'login' },
        ...(version > 1 ? [{}] : []),
      ],
    });
    expect(await cli('profiles', 'rollback', 'versions', String(version))).toMatchObject({
      lines: [{ version: version + 2 }],
    });
    expect(await agents.auth.retrieve(auth_agent.id)).toMatchObject({ status: 'NEEDS_AUTH' });
    const path = '/profiles/versions';
    expect(await ask('POST', `${path}/rollback`, key, { version: 99 })).toMatchObject({
      status: 404,
      body: { code: 'version_not_found' },
    });
    expect((await ask('GET', `${path}/versions`, key)).body).toMatchObject([{ written_by: 'rollback' }, {}, {}]);
    const { passwordSubmits } = stack.counts();
    expect(await agents.auth.ensure(wanted)).toMatchObject({ auth_agent: { status: 'AUTHENTICATED' } });
    expect(stack.counts()).toMatchObject({ passwordSubmits });
  });
});

describe('many calls at once', () => {
  it('are all answered', async () => {
    const { auth } = stack.auth.agents;
    const wanted = { domain: stack.domain, profile_name: 'many', credential_name: 'full', timeout: 120 };
    const ready = await Promise.all(Array.from({ length: 40 }, () => auth.ensure(wanted)));
    const ids = new Set(ready.map(({ auth_agent }) => auth_agent.id));
    expect(ids.size).toBe(1);
    const [id] = [...ids] as [string];
    const shown = await Promise.all(Array.from({ length: 60 }, () => auth.retrieve(id)));
    expect(shown.every(({ status }) => status === 'AUTHENTICATED')).toBe(true);
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) => auth.create({ domain: stack.domain, profile_name: `many-${n}` })),
    );
    expect(new Set(made.map((agent) => agent.id)).size).toBe(20);
    // Each with settings of its own: none may share an answer.
    const changed = await Promise.all(
      made.map((agent, n) => auth.update(agent.id, { login_url: `http://${stack.domain}/${n}` })),
    );
    expect(changed.map(({ login_url }) => login_url)).toEqual(made.map((_, n) => `http://${stack.domain}/${n}`));
    // More Updates of one agent than a workflow takes.
    await Promise.all(Array.from({ length: 25 }, (_, n) => auth.update(id, { idle_timeout_seconds: 600 + n })));
  });
});
