import { afterEach, expect, it, vi } from 'vitest';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { whileAdmitted } from '../../../server/access/while-admitted.js';

afterEach(() => vi.useRealTimers());

/** Work that goes on until nobody waits for it. */
const working = () => {
  let ended = false;
  const work = (signal: AbortSignal) =>
    new Promise<string>((resolve) => {
      signal.addEventListener('abort', () => {
        ended = true;
        resolve('late');
      });
    });
  return { work, hasEnded: () => ended };
};

it('whoever has lost the right is refused, and what was done for him ends', async () => {
  vi.useFakeTimers();
  const { work, hasEnded } = working();
  let holds = true;
  const check = async () => {
    if (!holds) throw new AgentAuthError('unauthorized');
  };
  const answer = whileAdmitted({ check }, new AbortController().signal, work);
  const refused = expect(answer).rejects.toMatchObject({ code: 'unauthorized' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(hasEnded()).toBe(false);
  holds = false;
  await vi.advanceTimersByTimeAsync(60_000);
  await refused;
  expect(hasEnded()).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it('what was done for whoever hangs up ends', async () => {
  vi.useFakeTimers();
  const { work, hasEnded } = working();
  const left = new AbortController();
  const answer = whileAdmitted({ check: async () => undefined }, left.signal, work);
  left.abort();
  await answer;
  expect(hasEnded()).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
