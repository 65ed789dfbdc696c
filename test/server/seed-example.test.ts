import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentAuth } from '../../client/index.js';
import { SAMPLE_USER } from '../sites/sample.js';
import { joinTestStack, SAMPLE_TOTP, type TestStack } from '../support/stack.js';

let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
});
afterAll(() => stack.stop());

/** The example of the vendor's documentation, line by line; only the client, the site and the polling interval are ours. */
async function documentedExample(kernel: AgentAuth, domain: string, askUser: (name: string) => string) {
  const credential = await kernel.credentials.create({
    name: 'my-login',
    domain,
    values: { email: SAMPLE_USER.email },
    totp_secret: SAMPLE_TOTP,
  });

  const agent = await kernel.agents.auth.create({
    domain,
    profile_name: 'my-profile',
    credential_name: credential.name,
  });

  const invocation = await kernel.agents.auth.invocations.create({ auth_agent_id: agent.id });

  const asked: string[][] = [];
  let state = await kernel.agents.auth.invocations.retrieve(invocation.invocation_id);
  while (state.status === 'IN_PROGRESS') {
    if (state.step === 'awaiting_input' && state.pending_fields?.length) {
      asked.push(state.pending_fields.map((field) => field.name));
      const fieldValues = Object.fromEntries(state.pending_fields.map((field) => [field.name, askUser(field.name)]));
      await kernel.agents.auth.invocations.submit(invocation.invocation_id, { field_values: fieldValues });
    }
    await sleep(200);
    state = await kernel.agents.auth.invocations.retrieve(invocation.invocation_id);
  }
  return { credential, agent, invocation, state, asked };
}

it('runs as documented: the e-mail address and the TOTP secret are stored, only the password is asked for', async () => {
  const { auth, domain } = stack;
  const { credential, agent, invocation, state, asked } = await documentedExample(
    auth,
    domain,
    () => SAMPLE_USER.password,
  );

  expect(credential).toMatchObject({
    has_totp_secret: true,
    value_keys: ['email'],
    totp_code: expect.stringMatching(/^\d{6}$/),
  });
  expect(agent).toMatchObject({
    domain,
    profile_name: 'my-profile',
    status: 'NEEDS_AUTH',
    credential_name: 'my-login',
  });
  expect(invocation).toMatchObject({ type: 'login', handoff_code: expect.stringMatching(/^[\w-]{44}$/) });
  expect(asked).toEqual([['password']]);
  expect(state).toMatchObject({
    status: 'SUCCESS',
    step: 'completed',
    submitted_fields: ['password'],
    error_code: null,
  });

  expect(stack.counts()).toMatchObject({ passwordSubmits: 1, wrongPasswords: 0, wrongCodes: 0, reusedCodes: 0 });

  await expect(auth.agents.auth.retrieve(agent.id)).resolves.toMatchObject({
    status: 'AUTHENTICATED',
    // The next one would need the password again.
    can_reauth: false,
    can_reauth_reason: 'requires_customer_input',
  });
  const { cookies } = await auth.profiles.storageState('my-profile', { domain });
  expect(cookies.length).toBeGreaterThan(0);
  // Nobody asked to keep what was typed.
  await expect(auth.credentials.retrieve('my-login')).resolves.toMatchObject({ value_keys: ['email'] });
});
