import { expect, it, vi } from 'vitest';
import type { Looker } from '../../../activities/session-check/index.js';
import { checkSession } from '../../../activities/temporal/check-session.js';

it('a look that somebody in the namespace asks for learns nothing, whatever else its input says', async () => {
  const checked = { has_session: true, verified: true, check: null };
  const takeCheck = vi.fn(async () => ({ kind: 'known', checked }));
  const look = checkSession({ vault: { takeCheck } } as unknown as Looker);
  const forged = { id: 'agent_1', max_age_seconds: 60, learns: true, version: 7, lease: 'theirs' };
  expect(await look(forged)).toEqual(checked);
  expect(takeCheck).toHaveBeenCalledWith(
    { id: 'agent_1', max_age_seconds: 60, wait_seconds: undefined },
    expect.any(Number),
  );
});
