import { AgentAuthError, CALL_ERRORS, type ErrorCode } from '../contract/errors/errors.js';

/** What the command's exit code says. */
export const EXIT = {
  success: 0,
  failed: 1,
  usage: 2,
  noStack: 3,
  waitingForHuman: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Nothing answers: there is no stack, or a part of it is missing. */
const NOBODY_THERE: ReadonlySet<ErrorCode> = new Set(['no_stack', 'temporal_unavailable', 'worker_unavailable']);

const isUsage = (code: ErrorCode): boolean =>
  code in CALL_ERRORS && (code.startsWith('invalid_') || code === 'recipe_invalid');

export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof AgentAuthError)) return EXIT.failed;
  if (error.code === 'needs_human') return EXIT.waitingForHuman;
  if (NOBODY_THERE.has(error.code)) return EXIT.noStack;
  return isUsage(error.code) ? EXIT.usage : EXIT.failed;
}
