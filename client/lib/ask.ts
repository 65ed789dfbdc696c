import type { ErrorCode } from '../../contract/errors.js';
import type { Caller } from './caller.js';
import { explain } from './temporal-error.js';

/** Longest that one call of Temporal takes, unless said otherwise. Milliseconds. */
export const CALL_MS = 10_000;

export interface AskOptions {
  /** What it means that the workflow is not there, or has closed. */
  readonly absent: ErrorCode;
  /** @default CALL_MS */
  readonly ms?: number;
}

/**
 * Makes a call of Temporal, bounded in time.
 * @throws AgentAuthError, never an error of the SDK
 */
export async function ask<T>(
  caller: Pick<Caller, 'temporal'>,
  options: AskOptions,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await caller.temporal.withDeadline(Date.now() + (options.ms ?? CALL_MS), call);
  } catch (error) {
    throw await explain(error, caller.temporal, options.absent);
  }
}
