import { expect, it } from 'vitest';
import { loadUnanswered } from '../bench/year/load.js';

it('a re-login that nobody answers comes again after a day, then weekly, until a session is brought from elsewhere', async () => {
  const liveUnanswered = await loadUnanswered();
  const { waiting, after, ...seen } = await liveUnanswered();
  // Each waits a week for its answer.
  expect(seen).toEqual({ between: [7 + 1, 7 + 7], more: 0, passwords: 0 });
  expect(waiting).toEqual({ status: 'NEEDS_AUTH', next_at: expect.any(String), is_waiting: true });
  expect(after).toEqual({ status: 'AUTHENTICATED', next_at: null, is_waiting: false });
});
