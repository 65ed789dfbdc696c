import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentAuthError } from '../contract/errors.js';
import { removeWithThisProcess } from './child-process.js';

/** Messages of a part of the stack to the process that started it. */
export type Told<Ready extends object> =
  | (Ready & { readonly event: 'ready' })
  | { readonly event: 'failed'; readonly error: ReturnType<AgentAuthError['toJSON']> };

/** Events that tell a process to stop: SIGTERM from its parent, Ctrl-C, or the end of the process that started it. */
const STOPS = ['SIGTERM', 'SIGINT', 'disconnect'] as const;

/** A part that no stack has started sees to its temporary files itself, such as the profile of its Chromium: they go with it, even by kill -9. */
function ownTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'agent-auth-'));
  removeWithThisProcess(folder);
  process.env.TMPDIR = folder;
}

/**
 * Runs a part of the stack, and ends the process when the part ends. A failure is reported to the process that started it, or on the
 * terminal where there is none.
 * @param run gets a function that reports the part as ready and resolves when it has to stop; before that, a signal ends the process at once
 */
export function runPart<Ready extends object>(run: (ready: (facts: Ready) => Promise<void>) => Promise<void>): void {
  const tell = (message: Told<Ready>): void => void process.send?.(message);
  const ready = async (facts: Ready): Promise<void> => {
    const stopped = new Promise<void>((resolve) => {
      for (const name of STOPS) process.once(name, () => resolve());
    });
    tell({ ...facts, event: 'ready' });
    await stopped;
  };
  if (!process.send) ownTemporaryFolder();
  run(ready).then(
    () => process.exit(0),
    (error: unknown) => {
      const known = error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');
      tell({ event: 'failed', error: known.toJSON() });
      if (!process.send) process.stderr.write(`error: ${known.message} (${known.code})\n  ${known.next}\n`);
      process.exit(1);
    },
  );
}
