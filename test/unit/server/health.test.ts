import { expect, it, vi } from 'vitest';
import type { AgentAuth } from '../../../client/index.js';
import { health } from '../../../server/service/health.js';

const asking = (check: () => Promise<unknown>, isTemporalThere: boolean) =>
  health({ keys: { check } } as unknown as AgentAuth, async () => isTemporalThere).readiness();

it.each([
  [true, { temporal: true, worker: null, vault: false }],
  [false, { temporal: false, worker: null, vault: null }],
])('answers a probe within seconds, whatever the vault takes (Temporal there: %s)', async (isThere, readiness) => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const never = () => new Promise<never>(() => undefined);
  const answer = asking(never, isThere);
  await vi.advanceTimersByTimeAsync(3_000);
  vi.useRealTimers();
  expect(await answer).toEqual(readiness);
});
