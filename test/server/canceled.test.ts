import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { letIn, members, PASSWORD_PAGE } from '../sites/flows/members.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../sites/flows/serve.js';
import { startTestStack, type TestStack } from '../support/stack.js';

/** Sooner than a step that tells that it is alive as seldom as Temporal allows would hear of a cancel. */
const SLOW_MS = 7_500;

let stack: TestStack;
let site: FlowSite;
let asked = 0;
let answered = 0;
beforeAll(async () => {
  process.env.AGENT_AUTH_MAX_PAGES = '1';
  stack = await startTestStack({ sample: false });
  site = await serveFlow(async (visit: Visit): Promise<Answer | undefined> => {
    if (visit.path === '/') return PASSWORD_PAGE;
    if (visit.path !== '/password') return members(visit);
    asked += 1;
    if (visit.form?.get('email')?.startsWith('slow')) {
      await sleep(SLOW_MS);
      answered += 1;
    }
    return letIn;
  });
});
afterAll(async () => {
  delete process.env.AGENT_AUTH_MAX_PAGES;
  await stack.stop();
  await site.stop();
});

async function login(name: string): Promise<string> {
  const { credentials, agents } = stack.auth;
  const values = { email: `${name}@example.com`, password: 'correct horse battery staple' };
  await credentials.create({ name, domain: site.host, values });
  const agent = await agents.auth.create({ domain: site.host, profile_name: name, credential_name: name });
  return (await agents.auth.invocations.create({ auth_agent_id: agent.id })).invocation_id;
}

test('a login that is canceled while its site is slow ends before the site answers, and the next one gets its page', async () => {
  const { invocations } = stack.auth.agents.auth;
  const slow = await login('slow');
  while (asked === 0) await sleep(20);
  // Its first sign of life has gone out: the cancel comes with a later one.
  await sleep(1_500);
  await invocations.cancel(slow);
  expect(await invocations.wait(slow)).toMatchObject({ status: 'CANCELED' });
  expect(answered).toBe(0);
  expect(await invocations.wait(await login('next'))).toMatchObject({ status: 'SUCCESS' });
  expect((await stack.auth.profiles.list()).items.map(({ name }) => name)).toEqual(['next']);
});
