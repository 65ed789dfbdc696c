import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { AgentAuthError } from '../../../../contract/errors/errors.js';
import { onepasswordBench } from '../benches/onepassword/index.js';
import { WORLD } from '../world.js';

/** A core that each test finds as new, filled with the world. */
export function useCore() {
  let bench: Awaited<ReturnType<typeof onepasswordBench>>;
  beforeAll(async () => {
    bench = await onepasswordBench();
    await bench.fill(WORLD);
  });
  afterAll(() => bench.close());
  afterEach(async () => {
    vi.useRealTimers();
    await bench.fail(null);
    await bench.fill(WORLD);
    bench.core.calls.length = 0;
  });
  return {
    get bench() {
      return bench;
    },
    /** Names of the calls since it was asked last. */
    names: () => bench.core.calls.splice(0).map(({ name }) => name),
  };
}

export async function failure(work: Promise<unknown>): Promise<AgentAuthError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof AgentAuthError)) throw new Error('it did not fail with a code');
  return error;
}

/** All that an error says to whoever sees it. */
export const saidOf = ({ stack, details, cause }: AgentAuthError): string => JSON.stringify([stack, details, cause]);
