import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AgentAuth, type AgentAuthInvocation } from '../../../client/index.js';
import { SAMPLE_USER } from '../../sites/sample.js';
import { joinTestStack, SAMPLE_TOTP, type TestStack } from '../../support/stack.js';
import { runs, variant, variants } from '../../support/variants.js';

let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
  await stack.auth.credentials.create({
    name: 'partial',
    domain: stack.domain,
    values: { email: SAMPLE_USER.email },
    totp_secret: SAMPLE_TOTP,
  });
});
afterAll(() => stack.stop());

/** A login that waits for the password. */
async function waiting(profile_name: string = randomUUID()): Promise<AgentAuthInvocation> {
  const { agents } = stack.auth;
  const agent = await agents.auth.create({ domain: stack.domain, profile_name, credential_name: 'partial' });
  const { invocation_id } = await agents.auth.invocations.create({ auth_agent_id: agent.id });
  for await (const state of agents.auth.invocations.follow(invocation_id)) {
    if (state.step === 'awaiting_input') return state;
  }
  throw new Error('the login did not ask for the password');
}

describe.each(variants(0, ['an answer that does not fit']))('%s', () => {
  it.each(
    variants(0, [
      [{ field_values: { passwort: 'x' } }, 'unknown_field'],
      [{ field_values: {} }, 'missing_field'],
      [{ field_values: { password: '' } }, 'empty_value'],
      [{ sso_button: 'google' }, 'unknown_option'],
    ]),
  )('%j is refused with %s, and the login goes on waiting', async (answer, code) => {
    const { invocations } = stack.auth.agents.auth;
    const { invocation_id, version } = await waiting('same');
    await expect(invocations.submit(invocation_id, answer)).rejects.toMatchObject({ code });
    await expect(invocations.retrieve(invocation_id)).resolves.toMatchObject({ version, step: 'awaiting_input' });
  });
});

describe('the end of a login', () => {
  it('by cancel is seen by followers, and takes no more answers', async () => {
    const { invocations } = stack.auth.agents.auth;
    const { invocation_id } = await waiting();
    const end = invocations.wait(invocation_id, { timeout: 30 });
    await invocations.cancel(invocation_id);
    await expect(end).resolves.toMatchObject({ status: 'CANCELED', pending_fields: [] });
    await expect(invocations.submit(invocation_id, { field_values: { password: 'x' } })).rejects.toMatchObject({
      code: 'invocation_ended',
    });
    // Its page may be closing yet: until then there is somebody to take the cancel, and nothing to do.
    await vi.waitFor(
      () => expect(invocations.cancel(invocation_id)).rejects.toMatchObject({ code: 'invocation_ended' }),
      { timeout: 30_000 },
    );
  });

  variant('from outside (an operator terminates the workflow) is seen as well', async () => {
    const { invocations } = stack.auth.agents.auth;
    const { invocation_id } = await waiting();
    const end = invocations.wait(invocation_id, { timeout: 30 });
    const connection = await Connection.connect({ address: stack.stack.file.temporal_address });
    await new Client({ connection }).workflow.getHandle(invocation_id).terminate();
    await connection.close();
    await expect(end).resolves.toMatchObject({ status: 'CANCELED', pending_fields: [] });
  });

  variant('has not come when the timeout has: the login goes on', async () => {
    const { invocations } = stack.auth.agents.auth;
    const { invocation_id } = await waiting('same');
    await expect(invocations.wait(invocation_id, { timeout: 1 })).rejects.toMatchObject({
      code: 'ensure_timeout',
      details: { invocation_id },
    });
    await expect(invocations.retrieve(invocation_id)).resolves.toMatchObject({ status: 'IN_PROGRESS' });
  });
});

variant('many followers do not delay an answer, and all see the end, as do many readers at once', async () => {
  const { invocations } = stack.auth.agents.auth;
  const { invocation_id } = await waiting();
  const many = runs(10, 50);
  const ends = Array.from({ length: many }, () => invocations.wait(invocation_id, { timeout: 60 }));
  await invocations.submit(invocation_id, { field_values: { password: SAMPLE_USER.password } });
  const statuses = (await Promise.all(ends)).map((state) => state.status);
  expect(new Set(statuses)).toEqual(new Set(['SUCCESS']));
  const readers = Array.from({ length: many }, () => invocations.retrieve(invocation_id));
  expect(new Set((await Promise.all(readers)).map(({ status }) => status))).toEqual(new Set(['SUCCESS']));
});

variant('ensure says that a person is needed, joins the login, and answers the session afterwards', async () => {
  const { auth, domain } = stack;
  const profile_name = randomUUID();
  const wanted = { domain, profile_name, credential_name: 'partial', timeout: 60 };
  const refused = await auth.agents.auth.ensure(wanted).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'needs_human', details: { pending_fields: [{ name: 'password' }] } });
  const { invocation_id } = (refused as { details: { invocation_id: string } }).details;
  await expect(auth.agents.auth.ensure(wanted)).rejects.toMatchObject({ details: { invocation_id } });
  await auth.agents.auth.invocations.submit(invocation_id, { field_values: { password: SAMPLE_USER.password } });
  const end = await auth.agents.auth.invocations.wait(invocation_id, { timeout: 60 });
  expect(end.status).toBe('SUCCESS');
  await expect(auth.agents.auth.ensure(wanted)).resolves.toMatchObject({
    profile_name,
    auth_agent: { status: 'AUTHENTICATED' },
  });
});

variant('a second caller joins the login in progress, with a code of its own', async () => {
  const { agents } = stack.auth;
  const { invocation_id, auth_agent_id } = await waiting();
  const joined = await agents.auth.invocations.create({ auth_agent_id });
  expect(joined.invocation_id).toBe(invocation_id);
  await expect(agents.auth.invocations.create({ auth_agent_id, save_credential_as: 'other' })).rejects.toMatchObject({
    code: 'save_conflict',
  });
});

it('deleting an agent cancels its login and leaves nothing to find', async () => {
  const { agents } = stack.auth;
  const { invocation_id, auth_agent_id } = await waiting();
  const followed = (async () => {
    for await (const state of agents.auth.follow(auth_agent_id)) expect(state.id).toBe(auth_agent_id);
  })();
  followed.catch(() => undefined);
  await agents.auth.delete(auth_agent_id);
  await expect(followed).rejects.toMatchObject({ code: 'agent_not_found' });
  await expect(agents.auth.invocations.retrieve(invocation_id)).resolves.toMatchObject({ status: 'CANCELED' });
  await expect(agents.auth.retrieve(auth_agent_id)).rejects.toMatchObject({ code: 'agent_not_found' });
  await expect(agents.auth.delete(auth_agent_id)).rejects.toMatchObject({ code: 'agent_not_found' });
  await expect(agents.auth.invocations.create({ auth_agent_id })).rejects.toMatchObject({ code: 'agent_not_found' });
});

describe('what is not there', () => {
  const unknownInvocation = `inv_${'x'.repeat(22)}`;
  const unknownAgent = 'agent_example.com_nobody';
  it.each<[string, (auth: AgentAuth) => Promise<unknown>, string]>([
    ['an invocation', (auth) => auth.agents.auth.invocations.retrieve(unknownInvocation), 'invocation_not_found'],
    [
      'an invocation to cancel',
      (auth) => auth.agents.auth.invocations.cancel(unknownInvocation),
      'invocation_not_found',
    ],
    [
      'an invocation to wait for',
      (auth) => auth.agents.auth.invocations.wait(unknownInvocation),
      'invocation_not_found',
    ],
    ['an agent', (auth) => auth.agents.auth.retrieve(unknownAgent), 'agent_not_found'],
    ['an agent to tell', (auth) => auth.agents.auth.reportExpired(unknownAgent), 'agent_not_found'],
    ['an agent to log in', (auth) => auth.agents.auth.reauth(unknownAgent), 'agent_not_found'],
    ['a credential', (auth) => auth.credentials.retrieve('nobody'), 'credential_not_found'],
    [
      'a credential to link',
      (auth) => auth.agents.auth.create({ domain: 'example.com', profile_name: 'p', credential_name: 'nobody' }),
      'credential_not_found',
    ],
    ['a profile', (auth) => auth.profiles.storageState('nobody'), 'profile_not_found'],
  ])('is a stable code: %s', async (_, call, code) => {
    await expect(call(stack.auth)).rejects.toMatchObject({ code, status: 404 });
  });
});

it('a name is taken once, and a broken TOTP secret is refused without being repeated', async () => {
  const { credentials } = stack.auth;
  const credential = { domain: 'example.com', values: { email: 'a@b.c' } };
  await credentials.create({ ...credential, name: 'once' });
  await expect(credentials.create({ ...credential, name: 'once' })).rejects.toMatchObject({ code: 'already_exists' });
  const refused = await credentials
    .create({ ...credential, name: 'broken', totp_secret: 'canary not base32!' })
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'invalid_totp_secret' });
  expect(JSON.stringify(refused)).not.toContain('canary');
});

it('an access key of another vault, and one that is not known, open nothing', async () => {
  const known = await readFile(stack.stack.file.access_key_file, 'utf8');
  const [, id, , pin] = known.trim().split('.');
  const wrong = [`aak.${id}.${'A'.repeat(43)}.${pin}`, `aak.${id}.${'A'.repeat(43)}.${'B'.repeat(43)}`, 'canary'];
  const codes = [];
  for (const access_key of wrong) {
    const auth = await AgentAuth.connect({ state_dir: stack.stateDir, access_key });
    codes.push(
      await auth.credentials.retrieve('partial').then(
        () => 'opened',
        (error) => error.code,
      ),
    );
    await auth.close();
  }
  expect(codes).toEqual(['unauthorized', 'untrusted_vault', 'unauthorized']);
});
