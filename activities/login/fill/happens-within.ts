import type { LoginContext } from '../context.js';

/**
 * Waits until something happens, or no longer than the time.
 * @param pollMs between two looks
 */
export async function happensWithin(
  context: LoginContext,
  ms: number,
  pollMs: number,
  happens: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (!(await context.race(Promise.resolve(happens())))) {
    if (performance.now() >= deadline) return false;
    await context.wait(pollMs);
  }
  return true;
}
