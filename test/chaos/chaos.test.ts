import { afterAll, beforeAll, expect, test } from 'vitest';
import { HELD, runChaos } from '../support/fleet/chaos.js';
import { type Fleet, startFleet } from '../support/fleet/fleet.js';

const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const LOGINS_EACH = 5;
const SITES = Math.ceil(Number(process.env.CHAOS_LOGINS ?? 50) / LOGINS_EACH);

let fleet: Fleet;
beforeAll(async () => {
  // Fewer than log in to a site, so that turns are waited for as well.
  fleet = await startFleet({ AGENT_AUTH_MAX_LOGINS_PER_SITE: '2' });
});
afterAll(() => fleet.stop());

test('fifty logins end well, whoever is killed meanwhile', async () => {
  console.log(`CHAOS_SEED=${SEED}`);
  const chaos = { seed: SEED, sites: SITES, loginsEach: LOGINS_EACH, pause: [2_000, 6_000], maxKills: 1_000 } as const;
  const report = await runChaos(fleet, chaos);
  console.log(JSON.stringify(report, null, 2));
  expect(report).toMatchObject({ ...HELD, ends: { SUCCESS: SITES * LOGINS_EACH } });
  expect(fleet.crashed).toEqual([]);
  expect(Object.keys(report.kills).length).toBeGreaterThan(1);
});
