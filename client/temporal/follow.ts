import {
  isGrpcDeadlineError,
  type UpdateDefinition,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { AgentAuthError } from '../../contract/errors/errors.js';
import { anySignal } from '../../contract/machine/any-signal.js';
import { type Change, changeUpdateId } from '../../contract/messages.js';
import type { Caller } from '../caller.js';
import { endedMeanwhile, explain } from './explain.js';
import { pause } from './pause.js';

/** How long a long poll is waited for before it is made again, in case the server has lost it. Milliseconds. */
const HELD_MS = 60_000;
/** A workflow that hands over to its next run answers at once; asking at once again would be a busy loop. */
const HANDOVER_MS = 200;
const RETRY_MS = 1_000;
/** An outage is sat out this long. */
const OUTAGE_MS = 120_000;

export interface Following<State> {
  readonly workflowId: string;
  readonly waitForChange: UpdateDefinition<Change<State>, [number]>;
  /**
   * Reads the state once.
   * @param closed the workflow was seen to have closed
   */
  read(closed: boolean): Promise<State>;
  isFinal(state: State): boolean;
  readonly signal?: AbortSignal;
}

type Held<State> = State | 'ask again' | 'closed';
type Newer<State> = State | 'ask again' | { readonly trouble: AgentAuthError };

/** The workflow ended, or began a new run, before it answered. */
const isClosed = (error: unknown): boolean => error instanceof WorkflowNotFoundError || endedMeanwhile(error);

const gaveUp = (error: unknown): boolean =>
  isGrpcDeadlineError(error) || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError;

const PASSING: ReadonlySet<string> = new Set(['temporal_unavailable', 'worker_unavailable']);

const GIVEN_UP: Change<never> = { again: true };

/** Ends the wait on an abort. The SDK notices one only during a request, not before it or between two. */
function orGivenUp<State>(call: Promise<Change<State>>, signal: AbortSignal): Promise<Change<State>> {
  const aborted = new Promise<Change<State>>((resolve) => {
    if (signal.aborted) resolve(GIVEN_UP);
    signal.addEventListener('abort', () => resolve(GIVEN_UP), { once: true });
  });
  call.catch(() => undefined);
  return Promise.race([call, aborted]);
}

/** Holds one call until the state is newer than `version`. All followers share it by its update id. */
async function hold<State>(caller: Caller, following: Following<State>, version: number): Promise<Held<State>> {
  const { temporal } = caller;
  const { signal } = following;
  const call = async (): Promise<Change<State>> => {
    const handle = temporal.workflow.getHandle(following.workflowId);
    const update = await handle.startUpdate(following.waitForChange, {
      args: [version],
      updateId: changeUpdateId(version),
      waitForStage: 'ACCEPTED',
    });
    return update.result();
  };
  const bounded = (): Promise<Change<State>> => temporal.withDeadline(Date.now() + HELD_MS, call);
  // A signal of its own: the SDK leaves a listener on it for every request.
  const own = signal && anySignal([signal]);
  try {
    const change = await (own ? orGivenUp(temporal.withAbortSignal(own.signal, bounded), own.signal) : bounded());
    return change.again ? 'ask again' : change.state;
  } catch (error) {
    if (isClosed(error)) return 'closed';
    if (signal?.aborted || gaveUp(error)) return 'ask again';
    throw error;
  } finally {
    own?.release();
  }
}

/** The next state, also where it is the last one of a workflow that has closed. */
async function newer<State>(caller: Caller, following: Following<State>, version: number): Promise<Newer<State>> {
  try {
    const held = await hold(caller, following, version);
    return held === 'closed' ? await following.read(true) : held;
  } catch (error) {
    const trouble = await explain(error, caller.temporal, 'internal_error');
    if (!PASSING.has(trouble.code)) throw trouble;
    return { trouble };
  }
}

/**
 * Yields the state now, and each newer one until a final one or until `signal`. Nothing is polled: the workflow answers when it changes.
 * A state that lasted for a moment only may be left out. Outages of up to two minutes are sat out,
 * but not at the start: who can't be reached then is told so at once.
 * @throws AgentAuthError
 */
export async function* follow<State extends { readonly version: number }>(
  caller: Caller,
  following: Following<State>,
): AsyncGenerator<State, void> {
  const { signal } = following;
  let state = await following.read(false);
  yield state;
  let troubleSince: number | undefined;
  while (!following.isFinal(state) && !signal?.aborted) {
    const next = await newer(caller, following, state.version);
    if (next === 'ask again') {
      await pause(HANDOVER_MS, signal);
      continue;
    }
    if ('trouble' in next) {
      troubleSince ??= Date.now();
      if (Date.now() - troubleSince > OUTAGE_MS) throw next.trouble;
      await pause(RETRY_MS, signal);
      continue;
    }
    troubleSince = undefined;
    if (next.version > state.version || following.isFinal(next)) yield next;
    // A new run has taken over: it is not ready for a moment.
    else await pause(HANDOVER_MS, signal);
    state = next;
  }
}
