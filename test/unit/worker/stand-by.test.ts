import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { standBy } from '../../../worker/stand-by.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker, what it sees, and what it did of it. */
function start() {
  const sees = { database: true, others: true };
  const state = { isTaking: true };
  const asked: number[] = [];
  const lines: string[] = [];
  const takeAgain = vi.fn(async () => {
    state.isTaking = true;
  });
  const end = standBy({
    isVaultThere: async () => sees.database,
    async someoneAnswers(times) {
      asked.push(times);
      return sees.others;
    },
    taking: {
      get isTaking() {
        return state.isTaking;
      },
      async leave() {
        state.isTaking = false;
      },
      takeAgain,
    },
    log: pino({}, { write: (line: string) => void lines.push(line) }),
  });
  const looks = (times: number) => vi.advanceTimersByTimeAsync(times * 5_000);
  return { sees, state, asked, lines, takeAgain, looks, end };
}

it('leaves the work to others while they reach the database and this worker does not, and takes it again when it does', async () => {
  const { sees, state, looks, lines, takeAgain, end } = start();
  await looks(3);
  expect([state.isTaking, lines]).toEqual([true, []]);
  sees.database = false;
  await looks(2);
  expect(state.isTaking).toBe(false);
  await looks(5);
  expect([state.isTaking, lines.length]).toEqual([false, 1]);
  sees.database = true;
  takeAgain.mockRejectedValueOnce(new Error('Temporal is away'));
  await looks(1);
  expect(state.isTaking).toBe(false);
  await looks(1);
  expect([state.isTaking, lines.length]).toEqual([true, 2]);
  end();
});

it('waits for a database that is away for a moment, and asks nobody', async () => {
  const { sees, state, asked, looks, end } = start();
  for (let n = 0; n < 3; n += 1) {
    sees.database = false;
    await looks(1);
    sees.database = true;
    await looks(1);
  }
  expect([state.isTaking, asked]).toEqual([true, []]);
  end();
});

it('goes on where nobody reaches the database: who asks hears why', async () => {
  const { sees, state, asked, looks, end } = start();
  sees.database = false;
  sees.others = false;
  await looks(6);
  expect(state.isTaking).toBe(true);
  sees.others = true;
  await looks(1);
  expect(state.isTaking).toBe(false);
  // Nobody else is there to answer any more.
  sees.others = false;
  await looks(1);
  expect(state.isTaking).toBe(true);
  // While it takes calls it may be given its own question: it asks more often.
  expect(asked).toEqual([4, 4, 4, 4, 4, 4, 1]);
  end();
});
