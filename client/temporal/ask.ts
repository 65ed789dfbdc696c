import type { ErrorCode } from '../../contract/errors/errors.js';
import type { Caller } from '../caller.js';
import { explain, isBusy, isUndone, isUnforeseen, isUnknown, isVaultAway } from './explain.js';
import { isServed } from './is-served.js';
import { pause } from './pause.js';

/** Longest that one call of Temporal takes, unless said otherwise. Milliseconds. */
export const CALL_MS = 10_000;
/** Longest that a call is repeated while server and workers are there and have too much to do. Milliseconds. */
export const BUSY_MS = 60_000;

/** Pause before a call that had no effect is repeated. */
const AGAIN_MS = 300;
const MAX_PAUSE_MS = 4_000;
/** So often is asked in all where a worker does not reach the vault's database: each has waited some seconds for it. */
const MAX_AWAY = 3;
/** So often is asked in all where the server fails in a way that nobody foresaw. */
const MAX_UNFORESEEN = 4;

export interface AskOptions {
  /** What it means that the workflow is not there, or has closed. */
  readonly absent: ErrorCode;
  /** @default CALL_MS */
  readonly ms?: number;
  /** Whether the call may be made again when nobody knows what came of it: it has an id, or changes nothing. @default false */
  readonly repeatable?: boolean;
}

type Asking = Pick<Caller, 'temporal' | 'task_queue'>;

/** Grows with each try; by chance, so that those who met do not meet again. */
const pauseBefore = (tries: number): number =>
  Math.min(AGAIN_MS * 2 ** (tries - 1), MAX_PAUSE_MS) * (0.5 + Math.random());

/**
 * Whether it is worth to make the call again. A message can meet the end of a run more than once while many come, so a call that had no effect
 * is repeated for as long as workers are there.
 */
async function mayRepeat(caller: Asking, error: unknown, tries: number, repeatable: boolean): Promise<boolean> {
  if (isUndone(error)) return tries === 1 || (await isServed(caller));
  if (isBusy(error)) return true;
  if (isVaultAway(error)) return repeatable && tries < MAX_AWAY;
  const mayPass = isUnknown(error) || (isUnforeseen(error) && tries < MAX_UNFORESEEN);
  return repeatable && mayPass && (await isServed(caller));
}

/**
 * Makes a call of Temporal with a time limit, and repeats it where it had no effect, or where too much is going on (limits of Temporal, workers
 * that are behind).
 * @throws AgentAuthError, never an error of the SDK
 */
export async function ask<T>(caller: Asking, options: AskOptions, call: () => Promise<T>): Promise<T> {
  const { ms = CALL_MS, repeatable = false } = options;
  const end = Date.now() + Math.max(ms, BUSY_MS);
  for (let tries = 1; ; tries += 1) {
    try {
      return await caller.temporal.withDeadline(Math.min(Date.now() + ms, end), call);
    } catch (error) {
      const wait = pauseBefore(tries);
      if (Date.now() + wait >= end || !(await mayRepeat(caller, error, tries, repeatable)))
        throw await explain(error, caller.temporal, options.absent);
      await pause(wait);
    }
  }
}
