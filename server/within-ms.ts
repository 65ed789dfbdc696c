import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something, but no longer than this: a stop must not hang on it. */
export const withinMs = (work: Promise<unknown>, ms: number): Promise<unknown> =>
  Promise.race([work, sleep(ms, undefined, { ref: false })]);
