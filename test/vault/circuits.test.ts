/** A site in trouble: who leaves it alone, who tries it, who hears that it is over. Its rules: circuit-rules.test.ts. */
import { expect, it } from 'vitest';
import { MINUTE } from './support/account.js';
import { ask, inTrouble, login } from './support/circuit.js';
import { begin } from './support/vault.js';

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
