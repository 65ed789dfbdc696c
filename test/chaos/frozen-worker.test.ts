import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unseenIn } from '../support/fleet/chaos.js';
import { type Fleet, startFleet } from '../support/fleet/fleet.js';
import { askedFor, logIn, makeAgent, openSite } from '../support/fleet/logins.js';

const TEN = 10;
/** Longer than Temporal, leases and turns wait for a worker that is silent. Ms. */
const FROZEN_MS = 75_000;

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

test('a worker that was suspended in the middle of its logins and wakes up does nothing twice', async () => {
  const site = await openSite(TEN, 0);
  const agents = await Promise.all(site.accounts.map((account) => makeAgent(fleet, site, account)));
  const logins = Promise.all(agents.map((agent) => logIn(fleet, agent)));
  while (site.site.counts().passwordSubmits < 2) await sleep(20);
  const wake = fleet.workers[0]!.freeze();
  await sleep(FROZEN_MS);
  wake();
  const ends = await logins;
  // What it still does shows by now.
  await sleep(10_000);
  expect(ends.map(({ status, error_code }) => error_code ?? status)).toEqual(ends.map(() => 'SUCCESS'));
  const unseen = await unseenIn(fleet, ends);
  const given = ends.map((end) => askedFor(end).filter((field) => field === 'password').length);
  const { passwordSubmits, wrongPasswords, wrongCodes, reusedCodes } = site.site.counts();
  const report = { given, unseen, passwordSubmits, wrongPasswords, wrongCodes, reusedCodes };
  console.log(JSON.stringify(report));
  expect(report).toMatchObject({ wrongPasswords: 0, wrongCodes: 0, reusedCodes: 0 });
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  expect(passwordSubmits).toBeLessThanOrEqual(sum(given) + sum(unseen));
  // Only where nobody saw what came of it is somebody asked again.
  for (const [at, times] of given.entries()) expect(times).toBeLessThanOrEqual(1 + unseen[at]!);
  expect(fleet.crashed).toEqual([]);
  await site.site.stop();
});
