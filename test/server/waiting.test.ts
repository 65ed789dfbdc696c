import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SampleSite, startSampleSite } from '../sites/sample.js';
import { startTestStack, type TestStack } from '../support/stack.js';

const LOGINS = 8;
const LIMITS = { AGENT_AUTH_MAX_PAGES: '2', AGENT_AUTH_PAGE_IDLE_SECONDS: '86400' };
const user = (n: number) => ({ email: `user${n}@example.com`, password: `correct horse battery staple ${n}` });
let stack: TestStack;
let site: SampleSite;
beforeAll(async () => {
  Object.assign(process.env, LIMITS);
  stack = await startTestStack({ sample: false });
  site = await startSampleSite({ users: Array.from({ length: LOGINS }, (_, n) => user(n)), sessionSeconds: 3600 });
});
afterAll(async () => {
  for (const name of Object.keys(LIMITS)) delete process.env[name];
  await stack.stop();
  await site.stop();
});

test('people who take their time keep nobody else from being asked, and are not asked twice', async () => {
  const { auth } = stack;
  const { invocations } = auth.agents.auth;
  const start = async (n: number): Promise<string> => {
    const name = `waiting-${n}`;
    await auth.credentials.create({ name, domain: site.host, values: { email: user(n).email } });
    const agent = await auth.agents.auth.create({ domain: site.host, profile_name: name, credential_name: name });
    return (await invocations.create({ auth_agent_id: agent.id })).invocation_id;
  };
  const asked = async (id: string): Promise<string[]> => {
    for await (const { step, pending_fields } of invocations.follow(id))
      if (step === 'awaiting_input') return pending_fields.map(({ name }) => name);
    throw new Error('It ended without a question.');
  };
  const ids = await Promise.all(Array.from({ length: LOGINS }, (_, n) => start(n)));
  // Nobody has answered yet, and pages are kept for a day: without making room, two would be asked and six wait in the queue.
  expect(await Promise.all(ids.map(asked))).toEqual(Array(LOGINS).fill(['password']));

  const ends = await Promise.all(
    ids.map(async (id, n) => {
      await invocations.submit(id, { field_values: { password: user(n).password } });
      return invocations.wait(id, { timeout: 100 });
    }),
  );
  expect(ends.map(({ status, error_code }) => ({ status, error_code }))).toEqual(
    Array(LOGINS).fill({ status: 'SUCCESS', error_code: null }),
  );
  expect(ends.map(({ timeline }) => timeline.filter(({ event }) => event === 'awaiting_input').length)).toEqual(
    Array(LOGINS).fill(1),
  );
  // Its way through client, Temporal and vault.
  expect(await invocations.trace(ids[0] as string)).toMatchObject({ entries: expect.any(Array), dropped: 0 });
  expect(site.counts()).toMatchObject({ passwordSubmits: LOGINS, wrongPasswords: 0 });
});
