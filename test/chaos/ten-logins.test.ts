import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fleet, startFleet } from '../support/fleet/fleet.js';
import { askedFor, logIn, makeAgent, openSite } from '../support/fleet/logins.js';

const TEN = 10;

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

/** Who opened the pages of a login, by what Temporal recorded. */
async function workersOf(login: string): Promise<string[]> {
  const { events } = await fleet.temporal.client.workflow.getHandle(login).fetchHistory();
  return (events ?? []).flatMap(({ activityTaskStartedEventAttributes: started }) =>
    started?.identity ? [started.identity] : [],
  );
}

test('two workers share ten logins, and a restart of Postgres in the middle costs none of them anything', async () => {
  const site = await openSite(TEN, 0);
  const agents = await Promise.all(site.accounts.map((account) => makeAgent(fleet, site, account)));
  const logins = Promise.all(agents.map((agent) => logIn(fleet, agent)));
  // Some are asked for the password, some fill it in, and some wait for their turn.
  while (site.site.counts().passwordSubmits < 2) await sleep(20);
  await fleet.postgres.restart('fast');
  const ends = await logins;
  expect(ends.map(({ status, error_code }) => error_code ?? status)).toEqual(ends.map(() => 'SUCCESS'));
  expect(ends.map(askedFor)).toEqual(ends.map(() => ['password']));
  const { passwordSubmits, ...counts } = site.site.counts();
  expect(counts).toMatchObject({ wrongPasswords: 0, wrongCodes: 0, reusedCodes: 0 });
  expect(passwordSubmits).toBe(TEN);
  const worked = await Promise.all(ends.map(({ invocation_id }) => workersOf(invocation_id)));
  expect(new Set(worked.flat()).size).toBe(2);
  expect(fleet.crashed).toEqual([]);
  await site.site.stop();
});
