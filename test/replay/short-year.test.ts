import { expect, it } from 'vitest';
import { CEILINGS } from '../../activities/vault/submission.js';
import { loadYear } from '../bench/year/load.js';

/** A few days of what `npm run bench:year` tells, with so much trouble that logins fail and the account is stopped: this seed has some of each kind. */
it('agents come through days of outages, ended sessions, lost pages, restarts and people who answer wrongly or late', async () => {
  const liveYear = await loadYear();
  const { statuses, violations, ...seen } = await liveYear({ days: 3, seed: 7, often: 8, round_minutes: 60 });
  const { answers, lateAnswers, lost, outages, restarts, counts } = seen;
  expect(Math.min(answers, lateAnswers, lost, outages, restarts, counts.refused)).toBeGreaterThan(0);
  expect(statuses).toEqual(['AUTHENTICATED', 'AUTHENTICATED', 'AUTHENTICATED']);
  const { mostInADay, ...others } = violations;
  expect(others).toEqual({ refusedAgain: 0, codesAgain: 0, atOnce: 0 });
  expect(mostInADay).toBeLessThanOrEqual(CEILINGS.daily);
  // A look leaves nothing in the history.
  expect(seen.idle).toMatchObject({ runs: 1, mostEvents: expect.any(Number) });
  expect(seen.idle.mostEvents).toBeLessThan(40);
});
