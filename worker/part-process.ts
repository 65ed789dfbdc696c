import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentAuthError } from '../contract/errors.js';
import { removeWithThisProcess } from './child-process.js';
import type { Environment } from './read-environment.js';

/** Messages of a part of the stack to the process that started it. */
export type Told<Ready extends object> =
  | (Ready & { readonly event: 'ready' })
  | { readonly event: 'failed'; readonly error: ReturnType<AgentAuthError['toJSON']> };

/** Events that tell a process to stop: SIGTERM from its parent, Ctrl-C, or the end of the process that started it. */
const STOPS = ['SIGTERM', 'SIGINT', 'disconnect'] as const;

/**
 * Runs a part of the stack until it is stopped.
 * @param ready call it when the part is ready, with facts about it; it resolves when the part has to stop
 * @throws AgentAuthError why it can't start, or had to end
 */
export type RunPart<Ready extends object> = (env: Environment, ready: (facts: Ready) => Promise<void>) => Promise<void>;

/** A part that no stack has started sees to its temporary files itself, such as the profile of its Chromium: they go with it, even by kill -9. */
export function ownTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'agent-auth-'));
  removeWithThisProcess(folder);
  process.env.TMPDIR = folder;
}

/**
 * Runs a part in this process, which ends with it. A failure is reported to the process that started it, or on the terminal where there is
 * none. Until the part is ready, a signal ends the process at once.
 */
export function runPart<Ready extends object>(run: RunPart<Ready>): void {
  const tell = (message: Told<Ready>): void => void process.send?.(message);
  const ready = async (facts: Ready): Promise<void> => {
    const stopped = new Promise<void>((resolve) => {
      for (const name of STOPS) process.once(name, () => resolve());
    });
    tell({ ...facts, event: 'ready' });
    await stopped;
  };
  if (!process.send) ownTemporaryFolder();
  run(process.env, ready).then(
    () => process.exit(0),
    (error: unknown) => {
      const known = error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');
      tell({ event: 'failed', error: known.toJSON() });
      if (!process.send) process.stderr.write(`error: ${known.message} (${known.code})\n  ${known.next}\n`);
      process.exit(1);
    },
  );
}
