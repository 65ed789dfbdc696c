import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { type EachMinute, eachMinute } from '../../../worker/each-minute.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(given: Partial<EachMinute> = {}) {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const stop = vi.fn();
  const rounds = eachMinute({
    vault: { sweep: async () => undefined, askComparison: async () => undefined },
    log,
    tellChanges: async () => undefined,
    checkSessions: async () => undefined,
    compareTemporal: async () => undefined,
    isQueueShared: async () => false,
    stop,
    ...given,
  });
  return { rounds, stop, codes: () => lines.map((line) => JSON.parse(line).error_code) };
}

it('tells of another vault on the task queue as long as it is there, and of what was seen last while Temporal is away', async () => {
  let seen: boolean | Error = false;
  const isQueueShared = async () => {
    if (seen instanceof Error) throw seen;
    return seen;
  };
  const { rounds, codes, stop } = start({ isQueueShared });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([rounds.isQueueShared, codes()]).toEqual([false, []]);
  seen = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([rounds.isQueueShared, codes()]).toEqual([true, ['task_queue_taken']]);
  seen = new Error('away');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(rounds.isQueueShared).toBe(true);
  seen = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(rounds.isQueueShared).toBe(false);
  expect(stop).not.toHaveBeenCalled();
  rounds.end();
});

it.each(['state_dir_moved', 'vault_copied', 'copy_unfinished', 'vault_not_found', 'master_key_mismatch'] as const)(
  'stops the worker whose database is not the vault any more (%s), and no other',
  async (code) => {
    const sweep = vi.fn().mockRejectedValueOnce(new Error('busy')).mockRejectedValue(new AgentAuthError(code));
    const { rounds, stop } = start({ vault: { sweep, askComparison: async () => undefined } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stop).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stop).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code }));
    rounds.end();
  },
);

it('compares all with Temporal where the vault went back, and goes on', async () => {
  const sweep = vi.fn().mockRejectedValueOnce(new AgentAuthError('vault_went_back')).mockResolvedValue(undefined);
  const told: unknown[] = [];
  const askComparison = vi.fn(async (pace: unknown) => void told.push(pace));
  askComparison.mockRejectedValueOnce(new AgentAuthError('vault_unavailable'));
  const compareTemporal = async () => void told.push('compared');
  const { rounds, stop, codes } = start({ vault: { sweep, askComparison }, compareTemporal });
  await vi.advanceTimersByTimeAsync(60_000);
  // A vault that has just gone back may be away: it is asked again.
  expect(told).toEqual(['compared']);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(told).toEqual(['compared', 'all and tell', 'compared', 'compared']);
  expect(codes()).toEqual(['vault_went_back']);
  expect(stop).not.toHaveBeenCalled();
  rounds.end();
});
