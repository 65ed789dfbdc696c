/** Logins that nobody asked for wait: while sessions end at once, and while a site wants to be left alone. Hard stops are none of it. */
import { expect, it } from 'vitest';
import { HOUR, MINUTE, makeAgent, start } from './support/account.js';
import { authorize, begin, beginning, codeOf, newInvocationId, rule } from './support/vault.js';

/** Starts a login as a person does. */
async function byPerson({ t, agent }: Awaited<ReturnType<typeof start>>['account']) {
  const ref = { invocation_id: newInvocationId(), auth_agent_id: agent };
  const authorization = await authorize(t.vault, ref, { access_key: t.accessKey });
  return { ref, begun: await t.vault.beginInvocation({ ...beginning(ref), authorization }) };
}

rule('short sessions keep a login by itself from beginning, not that of a person', async () => {
  const { t, account } = await start();
  for (let n = 0; n < 2; n += 1) {
    const ref = await account.begin();
    await account.send(ref, { outcome: 'accepted' });
    await account.prove(ref);
    await t.vault.checkLogin({ id: account.agent, session_ended: true }, account.agent);
  }
  const until = new Date(t.clock.now + MINUTE).toISOString();
  expect(await account.stopped()).toEqual({ why: 'short_sessions', until });
  const { begun } = await begin(t.vault, account.agent);
  expect(begun.stopped).toEqual({ why: 'short_sessions', until });
  expect((await byPerson(account)).begun.stopped).toBeUndefined();
  t.clock.now += MINUTE;
  expect((await begin(t.vault, account.agent)).begun.stopped).toBeUndefined();
});

rule('a reset ends it, and the agent is told to ask again', async () => {
  const { t, account } = await start();
  for (let n = 0; n < 3; n += 1) {
    const { ref } = await byPerson(account);
    await account.send(ref, { outcome: 'accepted' });
    await account.prove(ref);
    await t.vault.checkLogin({ id: account.agent, session_ended: true }, account.agent);
  }
  expect(await account.stopped()).toMatchObject({ why: 'short_sessions' });
  expect(await codeOf(t.admin('agents.resetAttempts', { id: account.agent, reason: ' ' }))).toBe('invalid_input');
  await t.admin('agents.resetAttempts', { id: account.agent });
  expect(await account.stopped()).toBeNull();
  expect(await t.vault.changedAgents()).toContain(account.agent);
  const { items } = await t.admin('agents.timeline', { id: account.agent, type: 'reset' });
  expect(items).toMatchObject([{ reason: null, stopped: { why: 'short_sessions' } }]);
});

it('a reset forgets no value that the site has refused', async () => {
  const { t, account } = await start();
  expect(await account.login('refused', {}, { refused_fields: ['password'] })).toBe('sent');
  await t.admin('agents.resetAttempts', { id: account.agent, reason: 'try again' });
  expect(await account.login('accepted')).toBe('refused');
  expect(await account.login('accepted', { password: 'another' })).toBe('sent');
});

it('what a site asks for keeps its account away, and no other', async () => {
  const { t, account } = await start();
  const same = await makeAgent(t, 'two', 'shop');
  await t.admin('credentials.create', {
    name: 'bob',
    domain: 'example.com',
    values: { email: 'bob@x.de', password: 'p' },
  });
  const other = await makeAgent(t, 'three', 'bob');
  const ref = await account.begin();
  await t.vault.noteRetryAfter(ref, 10 * MINUTE);
  const until = new Date(t.clock.now + 10 * MINUTE).toISOString();
  await account.end(ref, 'website_error');
  for (const one of [account, same]) {
    expect(await one.stopped()).toEqual({ why: 'site_trouble', until });
    expect(await t.vault.checkLogin({ id: one.agent, session_ended: false }, one.agent)).toEqual({
      why: 'site_trouble',
      until,
    });
    expect((await begin(t.vault, one.agent)).begun.stopped).toEqual({ why: 'site_trouble', until });
  }
  expect(await other.stopped()).toBeNull();
  const told = (await t.admin('events.list', {})).items.filter(({ type }) => type === 'agent.site_trouble');
  expect(told).toMatchObject([{ data: { auth_agent_id: account.agent, stopped: { why: 'site_trouble', until } } }]);
  await t.reopen();
  expect(await account.stopped()).toEqual({ why: 'site_trouble', until });
  t.clock.now += 10 * MINUTE;
  expect(await account.stopped()).toBeNull();
});

rule(
  'a shorter time that is asked for later ends nothing, nor does nonsense keep anybody away for longer than a day',
  async () => {
    const { t, account } = await start();
    const ref = await account.begin();
    await t.vault.noteRetryAfter(ref, HOUR);
    await t.vault.noteRetryAfter(ref, MINUTE);
    expect(await account.stopped()).toMatchObject({ until: new Date(t.clock.now + HOUR).toISOString() });
    await t.vault.noteRetryAfter(ref, 1e15);
    expect(await account.stopped()).toMatchObject({ until: new Date(t.clock.now + 24 * HOUR).toISOString() });
    await t.admin('agents.resetAttempts', { id: account.agent });
    expect(await account.stopped()).toBeNull();
  },
);

it("a person's login does what the site has told to it, until they answer", async () => {
  const { t, account } = await start();
  const { ref } = await byPerson(account);
  expect(await account.send(ref, { outcome: 'not_looked_at' })).toBe('sent');
  await t.vault.noteRetryAfter(ref, 30_000);
  // It is short: the page waits.
  expect(await account.send(ref, null)).toBe('wait');
  await t.vault.noteRetryAfter(ref, HOUR);
  expect(await account.send(ref, null)).toBe('site_trouble');
  expect(await account.send(ref, { outcome: 'accepted' }, { password: 'given', answers: 1 })).toBe('sent');
  // Whoever gets in need not be left alone any more.
  await account.prove(ref);
  expect(await account.stopped()).toBeNull();
});

rule('what another login was told does not keep a person away', async () => {
  const { t, account } = await start();
  await t.vault.noteRetryAfter(await account.begin(), HOUR);
  const { ref, begun } = await byPerson(account);
  expect(begun.stopped).toBeUndefined();
  expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
});
