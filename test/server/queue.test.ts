import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SampleSite, startSampleSite } from '../sites/sample.js';
import { startTestStack, type TestStack } from '../support/stack.js';

const PASSWORD = 'correct horse battery staple';
const LOGINS = 4;
let stack: TestStack;
let site: SampleSite;
beforeAll(async () => {
  process.env.AGENT_AUTH_MAX_PAGES = '2';
  stack = await startTestStack({ sample: false });
  const users = Array.from({ length: LOGINS }, (_, n) => ({ email: `user${n}@example.com`, password: PASSWORD }));
  site = await startSampleSite({ users, sessionSeconds: 3600 });
});
afterAll(async () => {
  delete process.env.AGENT_AUTH_MAX_PAGES;
  await stack.stop();
  await site.stop();
});

test('more logins than pages: they queue, and none fails for it', async () => {
  const { auth } = stack;
  const login = async (n: number) => {
    const name = `queue-${n}`;
    const values = { email: `user${n}@example.com`, password: PASSWORD };
    await auth.credentials.create({ name, domain: site.host, values });
    const agent = await auth.agents.auth.create({ domain: site.host, profile_name: name, credential_name: name });
    const { invocation_id } = await auth.agents.auth.invocations.create({ auth_agent_id: agent.id });
    return auth.agents.auth.invocations.wait(invocation_id, { timeout: 80 });
  };
  const ends = await Promise.all(Array.from({ length: LOGINS }, (_, n) => login(n)));
  expect(ends.map(({ status }) => status)).toEqual(Array(LOGINS).fill('SUCCESS'));
  expect(site.counts()).toMatchObject({ passwordSubmits: LOGINS, wrongPasswords: 0 });
});
