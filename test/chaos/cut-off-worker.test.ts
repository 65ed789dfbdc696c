import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unseenIn } from '../support/fleet/chaos.js';
import { type Fleet, startFleet } from '../support/fleet/fleet.js';
import { askedFor, logIn, makeAgent, openSite } from '../support/fleet/logins.js';
import type { Cut } from '../support/postgres/proxy.js';

const TEN = 10;
const CALLS = 12;

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

/** Who worked on the last calls of the vault, by what Temporal recorded. */
async function workersOfCalls(): Promise<Set<string>> {
  const ids: string[] = [];
  for (let n = 0; n < CALLS; n += 1) {
    const { id } = await fleet.auth.keys.create({ name: `key-${n}-${Date.now()}`, scopes: ['answer'] });
    ids.push(id);
  }
  expect(new Set(ids).size).toBe(CALLS);
  const names = new Set<string>();
  let seen = 0;
  for await (const { workflowId } of fleet.temporal.client.workflow.list({ query: "WorkflowType = 'vaultCall'" })) {
    if (seen >= CALLS) break;
    if (!workflowId.startsWith('vault_keys.create')) continue;
    seen += 1;
    const { events } = await fleet.temporal.client.workflow.getHandle(workflowId).fetchHistory();
    for (const { workflowTaskCompletedEventAttributes: done } of events ?? [])
      if (done?.identity) names.add(done.identity);
  }
  return names;
}

test.each<[string, Cut]>([
  ['broken', 'before'],
  ['silent', 'swallow'],
])('a worker whose way to the database is %s leaves the work to the other, and comes back', async (_, cut) => {
  expect((await workersOfCalls()).size).toBe(2);
  const site = await openSite(TEN, 0);
  const agents = await Promise.all(site.accounts.map((account) => makeAgent(fleet, site, account)));
  const logins = Promise.all(agents.map((agent) => logIn(fleet, agent)));
  while (site.site.counts().passwordSubmits < 2) await sleep(20);
  fleet.proxy.onStatement = () => cut;
  const ends = await logins;
  expect(ends.map(({ status, error_code }) => error_code ?? status)).toEqual(ends.map(() => 'SUCCESS'));
  const unseen = await unseenIn(fleet, ends);
  const given = ends.map((end) => askedFor(end).filter((field) => field === 'password').length);
  const counts = site.site.counts();
  console.log(JSON.stringify({ given, unseen, ...counts }));
  expect(counts).toMatchObject({ wrongPasswords: 0, wrongCodes: 0, reusedCodes: 0 });
  for (const [at, times] of given.entries()) expect(times).toBeLessThanOrEqual(1 + unseen[at]!);
  expect((await workersOfCalls()).size).toBe(1);
  fleet.proxy.onStatement = () => null;
  while ((await workersOfCalls()).size < 2) await sleep(1_000);
  expect(fleet.crashed).toEqual([]);
  await site.site.stop();
});
