/** A site in trouble: who leaves it alone, who tries it, who hears that it is over. */
import { expect, it } from 'vitest';
import type { StartRequest } from '../../contract/agent/start-authorization.js';
import type { FlowErrorCode } from '../../contract/errors/errors.js';
import { type Account, HOUR, MINUTE, makeAgent } from './support/account.js';
import {
  authorize,
  begin,
  beginning,
  closing,
  codeOf,
  newInvocationId,
  openTestVault,
  type TestVault,
} from './support/vault.js';

/** Agents of one site, each with an account of its own. */
async function agentsOf(t: TestVault, count: number, domain = 'example.com'): Promise<Account[]> {
  const agents: Account[] = [];
  for (let n = 0; n < count; n += 1) {
    const name = `${domain}-${n}`;
    await t.admin('credentials.create', { name, domain, values: { email: `${n}@example.com`, password: 'pw' } });
    agents.push(await makeAgent(t, `p${n}`, name, domain));
  }
  return agents;
}

/** A login by itself that ends so, if it may begin. @returns why it may not */
async function login(account: Account, code: FlowErrorCode | null): Promise<string | null> {
  const { ref, begun } = await begin(account.t.vault, account.agent);
  if (begun.stopped) {
    await account.end(ref, 'max_attempts_reached');
    return begun.stopped.why;
  }
  await (code === null ? account.prove(ref) : account.end(ref, code));
  return null;
}

const ask = (account: Account, session_ended = false) =>
  account.t.vault.checkLogin({ id: account.agent, session_ended }, account.agent);

async function inTrouble(count = 4) {
  const t = await openTestVault();
  const agents = await agentsOf(t, count);
  for (const one of agents.slice(0, 3)) {
    expect(await login(one, 'website_error')).toBeNull();
    t.clock.now += MINUTE;
  }
  return { t, agents };
}

const eventsOf = async (t: TestVault, type: string) =>
  (await t.admin('events.list', { limit: 100 })).items.filter((event) => event.type === type);

it('three accounts in trouble keep all of the site away, and nobody else', async () => {
  const { t, agents } = await inTrouble();
  const [other] = await agentsOf(t, 1, 'other.org');
  for (const one of agents) {
    expect((await ask(one))?.why).toBe('circuit_open');
    expect((await one.stopped())?.why).toBe('circuit_open');
    expect(await login(one, null)).toBe('circuit_open');
  }
  expect(await ask(other!)).toBeNull();
  const told = await eventsOf(t, 'agent.circuit_open');
  // Each agent that waits is told once, however often it asks.
  expect(told.map(({ data }) => data.auth_agent_id).sort()).toEqual(agents.map(({ agent }) => agent).sort());
  expect(told[0]?.data.stopped).toMatchObject({ why: 'circuit_open' });
});

it('accounts that come by one proxy are one: the site may turn that away, and nobody else', async () => {
  const t = await openTestVault();
  const agents = await agentsOf(t, 6);
  const proxied = (at: number, server: string) =>
    t.admin('agents.grant', {
      id: agents[at]!.agent,
      domain: 'example.com',
      profile_name: `p${at}`,
      credential_name: `example.com-${at}`,
      proxy: { server },
    });
  for (const at of [0, 1, 2, 3]) await proxied(at, 'http://proxy.example.net:3128');
  for (const one of agents.slice(0, 4)) expect(await login(one, 'bot_detected')).toBeNull();
  expect(await ask(agents[5]!)).toBeNull();
  await proxied(1, 'http://other.example.net:3128');
  for (const one of [agents[1]!, agents[4]!]) expect(await login(one, 'bot_detected')).toBeNull();
  expect((await ask(agents[5]!))?.why).toBe('circuit_open');
});

it('two accounts are not enough, nor one with several agents, nor trouble that is ours', async () => {
  const t = await openTestVault();
  const [one, two, three] = await agentsOf(t, 3);
  const same = await Promise.all([0, 1, 2].map((n) => makeAgent(t, `same${n}`, 'example.com-0')));
  for (const account of [...same, one!, two!]) await login(account, 'network_error');
  await login(three!, 'proxy_unavailable');
  await login(three!, 'credentials_invalid');
  expect(await ask(three!)).toBeNull();
  // What some have met counts no more when somebody got in, or when it is long ago.
  await login(three!, null);
  await login(three!, 'network_error');
  expect(await ask(three!)).toBeNull();
  t.clock.now += 11 * MINUTE;
  await login(one!, 'network_error');
  await login(two!, 'network_error');
  expect(await ask(one!)).toBeNull();
});

it('one tries when the pause is over, and the next pause is twice as long', async () => {
  const { t, agents } = await inTrouble();
  const [first, second] = agents;
  t.clock.now += 5 * MINUTE;
  expect(await ask(first!)).toBeNull();
  expect((await ask(second!))?.why).toBe('circuit_open');
  expect(await login(second!, null)).toBe('circuit_open');
  expect(await login(first!, 'website_error')).toBeNull();
  t.clock.now += 9 * MINUTE;
  for (const one of agents) expect((await ask(one))?.why).toBe('circuit_open');
  t.clock.now += 2 * MINUTE;
  const tries = [];
  for (const one of agents) tries.push(await ask(one));
  expect(tries.filter((stop) => stop === null)).toHaveLength(1);
});

it('two workers that ask at once do not both let one try', async () => {
  const { t, agents } = await inTrouble(8);
  t.clock.now += 10 * MINUTE;
  const stops = await Promise.all(agents.map((one) => ask(one)));
  expect(stops.filter((stop) => stop === null)).toHaveLength(1);
});

it('all go on when one is in, one after the other, and are told to ask', async () => {
  const { t, agents } = await inTrouble(8);
  for (const one of agents) await ask(one);
  for (const id of await t.vault.changedAgents()) await t.vault.forgetChange(id);
  t.clock.now += 10 * MINUTE;
  expect(await login(agents[0]!, null)).toBeNull();
  expect((await t.vault.changedAgents()).length).toBe(8);
  const turns = await Promise.all(agents.map(async (one) => (await ask(one))?.until ?? 'now'));
  expect(new Set(turns).size).toBeGreaterThan(3);
  t.clock.now += 15_000;
  for (const one of agents) expect(await ask(one)).toBeNull();
  expect(await t.admin('agents.circuits', {})).toEqual({ items: [], has_more: false });
});

it('a question to a person shows that the site is there', async () => {
  const { t, agents } = await inTrouble();
  t.clock.now += 5 * MINUTE;
  const { ref, begun } = await begin(t.vault, agents[0]!.agent);
  expect(begun.stopped).toBeUndefined();
  await t.vault.noteNeedsHuman({ ...ref, question: 1, waits_for: 'input', fields: ['password'] });
  t.clock.now += MINUTE;
  expect(await ask(agents[3]!)).toBeNull();
});

it('a try that nobody hears of again ends by itself, after a restart too', async () => {
  const { t, agents } = await inTrouble();
  t.clock.now += 5 * MINUTE;
  await begin(t.vault, agents[0]!.agent);
  await t.reopen();
  t.clock.now += 9 * MINUTE;
  expect((await ask(agents[1]!))?.why).toBe('circuit_open');
  t.clock.now += 2 * MINUTE;
  expect(await ask(agents[1]!)).toBeNull();
});

it("a person's own login begins all the same, and one for a session does not", async () => {
  const { t, agents } = await inTrouble();
  const start = async (automatic?: true) => {
    const ref = { invocation_id: newInvocationId(), auth_agent_id: agents[3]!.agent };
    const authorization = await authorize(t.vault, ref, { access_key: t.accessKey } satisfies Partial<StartRequest> & {
      access_key: string;
    });
    const begun = await t.vault.beginInvocation({
      ...beginning(ref),
      authorization,
      ...(automatic ? { automatic } : {}),
    });
    return { ref, stopped: begun.stopped?.why };
  };
  const held = await start(true);
  expect(held.stopped).toBe('circuit_open');
  await agents[3]!.end(held.ref, 'max_attempts_reached');
  const own = await start();
  expect(own.stopped).toBeUndefined();
  expect(await t.vault.loadProfile(own.ref)).toMatchObject({ kind: 'loaded' });
  await t.vault.closeInvocation(closing(own.ref, { status: 'FAILED', error_code: 'website_error' }));
  // It was none of those that try: the pause is as long as before.
  t.clock.now += 5 * MINUTE;
  expect(await ask(agents[0]!)).toBeNull();
});

it('a login by itself that was under way stays away, and types nothing', async () => {
  const t = await openTestVault();
  const agents = await agentsOf(t, 4);
  const ref = await agents[3]!.begin();
  for (const one of agents.slice(0, 3)) await login(one, 'bot_detected');
  expect(await t.vault.loadProfile(ref)).toMatchObject({ kind: 'paused' });
  expect(await agents[3]!.send(ref, null)).toBe('circuit_open');
});

it('a list for admins names the site, and no agent', async () => {
  const { t, agents } = await inTrouble();
  await ask(agents[3]!);
  const { items } = await t.admin('agents.circuits', {});
  expect(items).toMatchObject([{ site: 'example.com', state: 'open', pauses: 1, waiting: 4 }]);
  for (const { agent } of agents) expect(JSON.stringify(items)).not.toContain(agent);
  t.clock.now += HOUR;
  expect((await t.admin('agents.circuits', {})).items).toMatchObject([{ state: 'half_open' }]);
  const program = await t.callerWith(['orchestrate']);
  expect(await codeOf(program('agents.circuits', {}))).toBe('forbidden');
});

it('an admin lets all go on, for a reason that is kept', async () => {
  const { t, agents } = await inTrouble();
  await ask(agents[3]!);
  const id = agents[0]!.agent;
  await t.admin('agents.resetAttempts', { id, reason: 'the site is repaired' });
  t.clock.now += MINUTE;
  for (const one of agents) expect(await ask(one)).toBeNull();
  const { items } = await t.admin('agents.timeline', { id });
  expect(items.map(({ type }) => type)).toEqual(['reset', 'reauth']);
  expect(items[0]).toMatchObject({ reason: 'the site is repaired', by: 'first', stopped: { why: 'circuit_open' } });
  expect((await t.admin('agents.timeline', { id, type: 'reset' })).items).toHaveLength(1);
  expect((await t.admin('agents.timeline', { id, type: 'reauth' })).items).toHaveLength(1);
  expect(await t.admin('agents.timeline', { id, limit: 1 })).toMatchObject({
    items: [{ type: 'reset' }],
    has_more: true,
  });
  expect((await t.admin('agents.timeline', { id, limit: 1, offset: 1 })).items).toMatchObject([{ type: 'reauth' }]);
  // The next trouble is the first again.
  for (const one of agents.slice(0, 3)) await login(one, 'website_error');
  expect((await t.admin('agents.circuits', {})).items).toMatchObject([{ pauses: 1 }]);
  await t.admin('agents.revoke', { id });
});
