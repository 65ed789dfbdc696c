import type { ErrorCode } from '../../contract/errors.js';
import type { Caller } from '../caller.js';
import { explain, isUndone } from './explain.js';
import { pause } from './pause.js';

/** Longest that one call of Temporal takes, unless said otherwise. Milliseconds. */
export const CALL_MS = 10_000;

/** Pause before a call that had no effect is repeated. */
const AGAIN_MS = 300;

export interface AskOptions {
  /** What it means that the workflow is not there, or has closed. */
  readonly absent: ErrorCode;
  /** @default CALL_MS */
  readonly ms?: number;
}

/**
 * Makes a call of Temporal with a time limit, and repeats it once if the server says that it had no effect.
 * @throws AgentAuthError, never an error of the SDK
 */
export async function ask<T>(
  caller: Pick<Caller, 'temporal'>,
  options: AskOptions,
  call: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + (options.ms ?? CALL_MS);
  const bounded = (): Promise<T> => caller.temporal.withDeadline(deadline, call);
  try {
    return await bounded().catch(async (error: unknown) => {
      if (!isUndone(error)) throw error;
      await pause(AGAIN_MS);
      return bounded();
    });
  } catch (error) {
    throw await explain(error, caller.temporal, options.absent);
  }
}
