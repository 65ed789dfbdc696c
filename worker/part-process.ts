import { AgentAuthError } from '../contract/errors.js';

/** What a part of the stack, a process of its own, tells the one that started it. */
export type Told<Ready extends object> =
  | (Ready & { readonly event: 'ready' })
  | { readonly event: 'failed'; readonly error: ReturnType<AgentAuthError['toJSON']> };

/** What a process hears when it is to stop: by its parent, by Ctrl-C, or because the process that started it is gone. */
const STOPS = ['SIGTERM', 'SIGINT', 'disconnect'] as const;

/**
 * Runs a part of the stack until it ends, and the process with it. Why it failed is told to the process that started it, or on the
 * terminal where there is none.
 * @param run gets what says that the part is ready, and resolves when it is to stop; until then a signal ends the process at once
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
