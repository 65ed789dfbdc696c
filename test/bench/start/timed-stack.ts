import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StackPart, startStack } from '../../../worker/up.js';

/** The parts of the stack, which start side by side: each has its time from the start of all until it is ready. */
export const STACK_PARTS = {
  sample: 'the sample site',
  temporal: 'Temporal',
  worker: 'the worker, which waits for Temporal',
  server: 'the HTTP side, which waits for the worker',
} as const satisfies Record<StackPart, string>;

export type StackTimes = Readonly<Record<StackPart, number>>;

/** Starts the stack alone, as the command does, and stops it. Milliseconds by part. */
export async function timedStack(): Promise<StackTimes> {
  const stateDir = await mkdtemp(join(tmpdir(), 'agent-auth-bench-'));
  const times: Record<StackPart, number> = { sample: 0, temporal: 0, worker: 0, server: 0 };
  const begin = performance.now();
  const stack = await startStack({
    stateDir,
    sample: true,
    onEvent: (event) => {
      if (event.event === 'started') times[event.part] = performance.now() - begin;
    },
  });
  await stack.stop();
  await rm(stateDir, { recursive: true, force: true });
  return times;
}
