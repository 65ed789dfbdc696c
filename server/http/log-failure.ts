import { AgentAuthError } from '../../contract/errors/errors.js';
import { framesOf } from '../../worker/frames-of.js';
import type { Log } from '../../worker/log.js';

/** Logs what was not foreseen by kind and place, never by text. */
export function logFailure(log: Log, error: unknown): void {
  if (error instanceof AgentAuthError) return;
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  log.error({ kind, at: framesOf(error) }, 'a request failed');
}
