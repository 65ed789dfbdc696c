import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { letIn, members, PASSWORD_PAGE } from '../sites/flows/members.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../sites/flows/serve.js';
import { startTestStack, type TestStack } from '../support/stack.js';

/** Pages are kept for a day: without making room, who waits for a person would keep one. */
const LIMITS = { AGENT_AUTH_MAX_PAGES: '2', AGENT_AUTH_PAGE_IDLE_SECONDS: '86400' };
const PAGES = [1, 2];
/** Sooner than a step that tells that it is alive as seldom as Temporal allows would hear of a cancel. */
const SLOW_MS = 7_500;
const PASSWORD = 'correct horse battery staple';

let stack: TestStack;
let site: FlowSite;
/** Passwords that the site has got, and those that it has answered after a while. */
let asked = 0;
let answeredSlowly = 0;
beforeAll(async () => {
  Object.assign(process.env, LIMITS);
  stack = await startTestStack({ sample: false });
  site = await serveFlow(async (visit: Visit): Promise<Answer | undefined> => {
    if (visit.path === '/') return PASSWORD_PAGE;
    if (visit.path !== '/password') return members(visit);
    asked += 1;
    if (visit.form?.get('password') !== PASSWORD) return { to: '/' };
    if (visit.form?.get('email')?.startsWith('slow')) {
      await sleep(SLOW_MS);
      answeredSlowly += 1;
    }
    return letIn;
  });
});
afterAll(async () => {
  for (const name of Object.keys(LIMITS)) delete process.env[name];
  await stack.stop();
  await site.stop();
});
beforeEach(() => {
  asked = 0;
});

/** @returns its id */
async function start(name: string, stored: { password?: string }): Promise<string> {
  const { credentials, agents } = stack.auth;
  const values = { email: `${name}@example.com`, ...stored };
  await credentials.create({ name, domain: site.host, values });
  const agent = await agents.auth.create({ domain: site.host, profile_name: name, credential_name: name });
  return (await agents.auth.invocations.create({ auth_agent_id: agent.id })).invocation_id;
}

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

test('more logins than pages: they queue, and none fails for it', async () => {
  const { invocations } = stack.auth.agents.auth;
  const ends = await Promise.all(
    many(4, async (n) => invocations.wait(await start(`queue-${n}`, { password: PASSWORD }), { timeout: 80 })),
  );
  expect(ends.map(({ status }) => status)).toEqual(many(4, () => 'SUCCESS'));
  expect(asked).toBe(4);
});

test('people who take their time keep nobody else from being asked, and are not asked twice', async () => {
  const { invocations } = stack.auth.agents.auth;
  const question = async (id: string): Promise<string[]> => {
    for await (const { step, pending_fields } of invocations.follow(id))
      if (step === 'awaiting_input') return pending_fields.map(({ name }) => name);
    throw new Error('It ended without a question.');
  };
  const ids = await Promise.all(many(5, (n) => start(`waiting-${n}`, {})));
  // Nobody has answered yet: two would be asked, and the others wait in the queue.
  expect(await Promise.all(ids.map(question))).toEqual(many(5, () => ['password']));

  const ends = await Promise.all(
    ids.map(async (id) => {
      await invocations.submit(id, { field_values: { password: PASSWORD } });
      return invocations.wait(id, { timeout: 100 });
    }),
  );
  expect(ends.map(({ status, error_code }) => ({ status, error_code }))).toEqual(
    many(5, () => ({ status: 'SUCCESS', error_code: null })),
  );
  const questions = ends.map(({ timeline }) => timeline.filter(({ event }) => event === 'awaiting_input').length);
  expect(questions).toEqual(many(5, () => 1));
  // Its way through client, Temporal and vault.
  expect(await invocations.trace(ids[0] as string)).toMatchObject({ entries: expect.any(Array), dropped: 0 });
  expect(asked).toBe(5);
});

test('logins that are canceled while their site is slow end before it answers, and the next one gets a page', async () => {
  const { invocations } = stack.auth.agents.auth;
  const slow = await Promise.all(PAGES.map((n) => start(`slow-${n}`, { password: PASSWORD })));
  while (asked < PAGES.length) await sleep(20);
  // Their first sign of life has gone out: the cancel comes with a later one.
  await sleep(1_500);
  await Promise.all(slow.map((id) => invocations.cancel(id)));
  for (const id of slow) expect(await invocations.wait(id)).toMatchObject({ status: 'CANCELED' });
  expect(answeredSlowly).toBe(0);
  expect(await invocations.wait(await start('next', { password: PASSWORD }))).toMatchObject({ status: 'SUCCESS' });
  const profiles = (await stack.auth.profiles.list()).items.map(({ name }) => name);
  expect(profiles).toContain('next');
  expect(profiles.filter((name) => name.startsWith('slow'))).toEqual([]);
});
