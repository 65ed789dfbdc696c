import { AgentAuthError, type ErrorCode } from './errors.js';

/** Whether an error is an AgentAuthError with one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly ErrorCode[]): error is AgentAuthError =>
  error instanceof AgentAuthError && codes.includes(error.code);
