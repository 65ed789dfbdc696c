/** Whose trouble counts, how long a site is left alone, and who is let through. */
import { expect, it } from 'vitest';
import type { StartRequest } from '../../contract/agent/start-authorization.js';
import { HOUR, MINUTE, makeAgent } from './support/account.js';
import { agentsOf, ask, inTrouble, login } from './support/circuit.js';
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

it('a question to a person shows that the site is there', async () => {
  const { t, agents } = await inTrouble();
  t.clock.now += 5 * MINUTE;
  const { ref, begun } = await begin(t.vault, agents[0]!.agent);
  expect(begun.stopped).toBeUndefined();
  await t.vault.noteNeedsHuman({ ...ref, question: 1, waits_for: 'input', fields: ['password'] });
  t.clock.now += MINUTE;
  expect(await ask(agents[3]!)).toBeNull();
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
