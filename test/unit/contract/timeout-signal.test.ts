import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { timeoutSignal } from '../../../contract/machine/timeout-signal.js';

it('takes a part of a millisecond, and what is over already', async () => {
  for (const ms of [0.3, 0, -2.5]) {
    const signal = timeoutSignal(ms);
    await sleep(20);
    expect(signal.aborted).toBe(true);
  }
});

it('waits for days', async () => {
  const signals = [10, 30, 400].map((days) => timeoutSignal(days * 86_400_000 + 0.1));
  await sleep(20);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
});
