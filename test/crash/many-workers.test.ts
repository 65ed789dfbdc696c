/** Two workers and a server on one Postgres, killed and restarted: no login is lost, and nobody is asked twice. More by `npm run test:chaos`. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HELD, runChaos } from '../support/fleet/chaos.js';
import { type Fleet, startFleet } from '../support/fleet/fleet.js';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

test('chaos: logins end well, whoever is killed meanwhile', async () => {
  const seed = Date.now() % 1_000_000;
  const chaos = { seed, sites: 3, loginsEach: 2, pause: [1_500, 3_000], maxKills: 2 } as const;
  const report = await runChaos(fleet, chaos);
  console.error(`chaos: seed ${seed}, ${JSON.stringify(report)}`);
  expect(report).toMatchObject({ ...HELD, ends: { SUCCESS: 6 } });
  expect(Object.values(report.kills).reduce((all, one) => all + one, 0)).toBe(2);
  expect(fleet.crashed).toEqual([]);
});
