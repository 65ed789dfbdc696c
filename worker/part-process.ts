import { AgentAuthError } from '../contract/errors/errors.js';
import type { Environment } from './read-environment.js';
import { makeTemporaryFolder, sweepTemporaryFolders } from './temporary-folder.js';

/** Messages of a part of the stack to the process that started it. */
export type Told<Ready extends object> =
  | { readonly event: 'prepared' }
  | (Ready & { readonly event: 'ready' })
  | { readonly event: 'failed'; readonly error: ReturnType<AgentAuthError['toJSON']> };

/** The answer to `prepared`: what the part relies on is there. */
export interface Go {
  /** Where it is, as variables. */
  readonly env: Readonly<Record<string, string>>;
}

/** Events that tell a process to stop: SIGTERM from its parent, Ctrl-C, or the end of the process that started it. */
const STOPS = ['SIGTERM', 'SIGINT', 'disconnect'] as const;

/** The moments in the life of a part at which it meets others. */
export interface Meetings<Ready extends object> {
  /**
   * Call it when all is done that needs no other part: parts of a stack start side by side. It resolves when those that this one relies on are
   * there; the environment says where.
   */
  others(): Promise<void>;
  /** Call it when the part is ready, with facts about it; it resolves when the part has to stop. */
  ready(facts: Ready): Promise<void>;
}

/**
 * Runs a part of the stack until it is stopped.
 * @throws AgentAuthError why it can't start, or had to end
 */
export type RunPart<Ready extends object> = (env: Environment, meetings: Meetings<Ready>) => Promise<void>;

/** A part that no stack has started sees to its temporary files itself, such as the profile of its Chromium: they go with it, even by kill -9. */
export async function ownTemporaryFolder(): Promise<void> {
  await sweepTemporaryFolders();
  process.env.TMPDIR = (await makeTemporaryFolder()).path;
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
  const others = (): Promise<void> =>
    new Promise((resolve) => {
      if (!process.send) return resolve();
      process.once('message', ({ env }: Go) => {
        Object.assign(process.env, env);
        resolve();
      });
      tell({ event: 'prepared' });
    });
  const prepared = process.send ? Promise.resolve() : ownTemporaryFolder();
  prepared
    .then(() => run(process.env, { others, ready }))
    .then(
      () => process.exit(0),
      (error: unknown) => {
        const known = error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');
        tell({ event: 'failed', error: known.toJSON() });
        if (!process.send) process.stderr.write(`error: ${known.message} (${known.code})\n  ${known.next}\n`);
        process.exit(1);
      },
    );
}
