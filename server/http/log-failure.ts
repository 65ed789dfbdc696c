import { AgentAuthError } from '../../contract/errors.js';
import type { Log } from '../../worker/log.js';

const framesOf = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());

/** Logs what was not foreseen by kind and place, never by text. */
export function logFailure(log: Log, error: unknown): void {
  if (error instanceof AgentAuthError) return;
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  log.error({ kind, at: error instanceof Error ? framesOf(error) : [] }, 'a request failed');
}
