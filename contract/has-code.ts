import { AgentAuthError, type ErrorCode } from '../contract/errors.js';

export const hasCode = (error: unknown, ...codes: readonly ErrorCode[]): boolean =>
  error instanceof AgentAuthError && codes.includes(error.code);
