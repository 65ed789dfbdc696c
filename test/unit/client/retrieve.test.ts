import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { toAuthAgent } from '../../../client/agents/shape.js';
import { Invocations } from '../../../client/invocations/invocations.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import type { InvocationState } from '../../../contract/invocation/invocation.js';
import type { InvocationRecord } from '../../../contract/invocation/invocation-record.js';
import { callerOf, fakeVault } from './fake-vault.js';
import { invocationState } from './invocation-state.js';

const ID = 'inv_abcdefghijklmnop';
const PAST = '2020-01-01T00:00:00.000Z';

const record = (more: Partial<InvocationRecord> = {}): InvocationRecord => ({
  invocation_id: ID,
  auth_agent_id: 'agent_example.com_work',
  type: 'login',
  domain: 'example.com',
  profile_name: 'work',
  status: 'FAILED',
  error_code: 'captcha_blocked',
  started_at: PAST,
  ended_at: PAST,
  ...more,
});

const gone = () => {
  throw new WorkflowNotFoundError('gone', ID, undefined);
};

describe('an invocation that Temporal has forgotten', () => {
  it('is told from the index, its lists empty', async () => {
    const vault = await fakeVault(() => record());
    await expect(new Invocations(callerOf(vault, { query: gone })).retrieve(ID)).resolves.toMatchObject({
      status: 'FAILED',
      step: 'completed',
      error_code: 'captcha_blocked',
      error_message: 'A captcha stands in the way.',
      pending_fields: [],
      timeline: [],
    });
  });

  it('still tells what kept it from going on', async () => {
    const more = {
      error_details: { host: 'evil.example', how: 'script', add: 'send_to' },
      stopped: { why: 'locked', until: PAST },
    } as const;
    const vault = await fakeVault(() => record(more));
    await expect(new Invocations(callerOf(vault, { query: gone })).retrieve(ID)).resolves.toMatchObject(more);
  });

  it.each(['invocation_not_found', 'unauthorized', 'forbidden'] as const)(
    'is not there when the index says %s',
    async (code) => {
      const vault = await fakeVault(() => {
        throw new AgentAuthError(code);
      });
      await expect(new Invocations(callerOf(vault, { query: gone })).retrieve(ID)).rejects.toMatchObject({
        code: 'invocation_not_found',
      });
    },
  );

  it('is not looked for in the index when Temporal fails otherwise', async () => {
    const vault = await fakeVault(() => record());
    const fails = () => {
      throw new Error('no');
    };
    await expect(new Invocations(callerOf(vault, { query: fails })).retrieve(ID)).rejects.toMatchObject({
      code: 'internal_error',
    });
  });
});

describe('an invocation that should have ended', () => {
  it.each([
    ['TERMINATED', { status: 'CANCELED', step: 'completed', pending_fields: [] }],
    ['CANCELLED', { status: 'CANCELED' }],
    ['TIMED_OUT', { status: 'FAILED', error_code: 'internal_error' }],
    ['FAILED', { status: 'FAILED', error_code: 'internal_error' }],
    ['RUNNING', { status: 'IN_PROGRESS', step: 'awaiting_input' }],
  ])('and whose workflow is %s shows as %j', async (name, expected) => {
    const vault = await fakeVault(() => record());
    const query = () => invocationState({ expires_at: PAST });
    const caller = callerOf(vault, { query, describe: () => ({ status: { name } }) });
    await expect(new Invocations(caller).retrieve(ID)).resolves.toMatchObject(expected);
  });

  it('is not asked about before its time', async () => {
    const vault = await fakeVault(() => record());
    const caller = callerOf(vault, { query: () => invocationState() });
    await expect(new Invocations(caller).retrieve(ID)).resolves.toMatchObject({ status: 'IN_PROGRESS' });
  });
});

describe('an invocation that ends while it is followed', () => {
  const followed = async (closed: string, last: InvocationState) => {
    const states = [invocationState(), last];
    const caller = callerOf(await fakeVault(() => record()), {
      query: () => states.shift(),
      startUpdate: gone,
      describe: () => ({ status: { name: closed } }),
      result: () => invocationState({ status: 'SUCCESS', step: 'completed' }),
    });
    const seen: string[] = [];
    for await (const { status } of new Invocations(caller).follow(ID)) seen.push(status);
    return { seen, queries: 2 - states.length };
  };

  it('is told by what its workflow returned, which needs no worker', async () => {
    await expect(followed('COMPLETED', invocationState())).resolves.toEqual({
      seen: ['IN_PROGRESS', 'SUCCESS'],
      queries: 1,
    });
  });

  it('is told as canceled when somebody terminated it, unless it had ended before', async () => {
    const { seen } = await followed('TERMINATED', invocationState());
    expect(seen).toEqual(['IN_PROGRESS', 'CANCELED']);
    const ended = await followed('TERMINATED', invocationState({ status: 'FAILED' }));
    expect(ended.seen).toEqual(['IN_PROGRESS', 'FAILED']);
  });
});

describe('an agent', () => {
  const agent = {
    id: 'agent_example.com_work',
    domain: 'example.com',
    profile_name: 'work',
    credential_name: null,
    login_url: null,
    allowed_domains: [],
    stay_signed_in: true,
    send_to: [],
    status: 'NEEDS_AUTH' as const,
    created_at: PAST,
    updated_at: PAST,
    credential_id: null,
    last_auth_at: null,
    session_expires_at: null,
    post_login_url: null,
  };

  it.each([
    [{}, false, 'no_credential'],
    [{ credential_id: 'cred_1' }, false, 'no_prior_successful_login'],
    [{ credential_id: 'cred_1', last_auth_at: PAST }, true, 'has_credential'],
    [{ last_auth_at: PAST }, false, 'no_credential'],
  ])('of %j can log in again by itself: %s, %s', (more, can_reauth, can_reauth_reason) => {
    expect(toAuthAgent({ ...agent, ...more }, null)).toMatchObject({ can_reauth, can_reauth_reason });
  });

  it('is logged in where its workflow and the vault say so, and may do what the vault says', () => {
    const state = {
      ...agent,
      allowed_domains: ['evil.example'],
      limits: { idle_seconds: 1, overall_seconds: 1 },
      status: 'AUTHENTICATED' as const,
      version: 7,
      invocation_id: ID,
      last_invocation_id: null,
      last_error_code: null,
      save_credential_as: null,
    };
    const record = { ...agent, status: 'AUTHENTICATED' as const, last_auth_at: PAST };
    expect(toAuthAgent(agent, state)).toMatchObject({ status: 'NEEDS_AUTH', last_auth_check_at: null });
    expect(toAuthAgent(record, { ...state, status: 'NEEDS_AUTH' })).toMatchObject({ status: 'NEEDS_AUTH' });
    expect(toAuthAgent(record, { ...state, last_auth_at: '2099-01-01T00:00:00.000Z' })).toMatchObject({
      status: 'AUTHENTICATED',
      last_auth_check_at: PAST,
      invocation_id: ID,
      allowed_domains: [],
      stay_signed_in: true,
      send_to: [],
    });
  });
});
