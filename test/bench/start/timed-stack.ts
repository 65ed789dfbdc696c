import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StackPart, startStack } from '../../../worker/up.js';

/** The stack by its parts, in the order in which they are started. The sample site starts along with Temporal. */
export const STACK_PARTS = {
  temporal: 'Temporal, and the sample site',
  worker: 'the worker',
  server: 'the HTTP side',
} as const satisfies Partial<Record<StackPart, string>>;
type Name = keyof typeof STACK_PARTS;

export type StackTimes = Readonly<Record<Name, number>>;

/** Starts the stack alone, as the command does, and stops it. Milliseconds by part. */
export async function timedStack(): Promise<StackTimes> {
  const stateDir = await mkdtemp(join(tmpdir(), 'agent-auth-bench-'));
  const marks: { readonly part: StackPart; readonly at: number }[] = [];
  const stack = await startStack({
    stateDir,
    sample: true,
    onEvent: (event) => {
      if (event.event === 'starting') marks.push({ part: event.part, at: performance.now() });
    },
  });
  const ready = performance.now();
  await stack.stop();
  await rm(stateDir, { recursive: true, force: true });
  const took = (part: Name): number => {
    const index = marks.findIndex((mark) => mark.part === part);
    return (marks[index + 1]?.at ?? ready) - marks[index]!.at;
  };
  return { temporal: took('temporal'), worker: took('worker'), server: took('server') };
}
