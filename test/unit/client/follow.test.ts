import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../client/caller.js';
import { type Following, follow } from '../../../client/temporal/follow.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { type Change, invocation } from '../../../contract/messages.js';
import { fakeTemporal } from './fake-temporal.js';

interface State {
  readonly version: number;
  readonly end?: boolean;
}
const reached = (version: number, end = false): Change<State> => ({ again: false, state: { version, end } });

/** Plays a workflow: each held call is answered by the next of `script`, each read by the next of `reads`. */
async function play(script: (Change<State> | Error | 'never')[], reads: (State | Error)[], signal?: AbortSignal) {
  const updateIds: string[] = [];
  const closedReads: boolean[] = [];
  const next = <T>(list: (T | Error)[]): T => {
    const item = list.shift();
    if (item === undefined) throw new AgentAuthError('internal_error', { test: 'script ran out' });
    if (item instanceof Error) throw item;
    return item;
  };
  const { client, unbounded } = fakeTemporal({
    startUpdate: ((_update: unknown, options: { updateId: string }) => {
      updateIds.push(options.updateId);
      return {
        result: async () => {
          const answer = next(script);
          return answer === 'never' ? new Promise(() => {}) : answer;
        },
      };
    }) as never,
    getSystemInfo: () => ({}),
  });
  const following: Following<State> = {
    workflowId: 'wf',
    waitForChange: invocation.waitForChange as never,
    read: async (closed) => {
      closedReads.push(closed);
      return next(reads);
    },
    isFinal: (state) => state.end === true,
    signal,
  };
  const seen: number[] = [];
  const states = follow({ temporal: client } as unknown as Caller, following);
  const done = (async () => {
    for await (const state of states) seen.push(state.version);
  })();
  return { done, seen, updateIds, closedReads, unbounded };
}

describe('following a workflow', () => {
  it('yields the state now and each newer one up to the final one', async () => {
    const { done, seen, updateIds, unbounded } = await play(
      [reached(2), reached(5), reached(6, true)],
      [{ version: 1 }],
    );
    await done;
    expect(seen).toEqual([1, 2, 5, 6]);
    expect(updateIds).toEqual(['since-1', 'since-2', 'since-5']);
    expect(unbounded).toEqual([]);
  });

  it('ends at once when the state is final', async () => {
    const { done, seen, updateIds } = await play([], [{ version: 9, end: true }]);
    await done;
    expect(seen).toEqual([9]);
    expect(updateIds).toEqual([]);
  });

  it('asks again when a new run takes over, and when the server lets go of the call', async () => {
    const letGo = new WorkflowUpdateRPCTimeoutOrCancelledError('late');
    const { done, seen, updateIds } = await play([{ again: true }, letGo, reached(2, true)], [{ version: 1 }]);
    await done;
    expect(seen).toEqual([1, 2]);
    expect(updateIds).toEqual(['since-1', 'since-1', 'since-1']);
  });

  it.each([
    ['has closed', new WorkflowNotFoundError('closed', 'wf', undefined)],
    [
      'closes while it holds the call',
      new WorkflowUpdateFailedError('failed', ApplicationFailure.create({ type: 'AcceptedUpdateCompletedWorkflow' })),
    ],
  ])('reads the last state of a workflow that %s', async (_, error) => {
    const { done, seen, closedReads } = await play([error], [{ version: 1 }, { version: 3, end: true }]);
    await done;
    expect(seen).toEqual([1, 3]);
    expect(closedReads).toEqual([false, true]);
  });

  it('yields a final state that has the version of the one before (a workflow that was terminated)', async () => {
    const closed = new WorkflowNotFoundError('closed', 'wf', undefined);
    const { done, seen } = await play([closed], [{ version: 1 }, { version: 1, end: true }]);
    await done;
    expect(seen).toEqual([1, 1]);
  });

  it('sits out that nobody answers for a moment, also when the last state is read', async () => {
    const closed = new WorkflowNotFoundError('closed', 'wf', undefined);
    const silent = new AgentAuthError('worker_unavailable');
    const { done, seen } = await play([silent, closed, closed], [{ version: 1 }, silent, { version: 3, end: true }]);
    await done;
    expect(seen).toEqual([1, 3]);
  });

  it('says at once that nobody answers when it begins', async () => {
    const { done } = await play([], [new AgentAuthError('worker_unavailable')]);
    await expect(done).rejects.toMatchObject({ code: 'worker_unavailable' });
  });

  it('throws what is not an outage', async () => {
    const refused = new WorkflowUpdateFailedError('failed', ApplicationFailure.create({ type: 'forbidden' }));
    const { done } = await play([refused], [{ version: 1 }]);
    await expect(done).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('throws when there is nothing to follow', async () => {
    const { done } = await play([], [new AgentAuthError('invocation_not_found')]);
    await expect(done).rejects.toMatchObject({ code: 'invocation_not_found' });
  });

  it('ends without an error when the caller loses interest', async () => {
    const { done, seen } = await play([reached(2)], [{ version: 1 }], AbortSignal.abort());
    await done;
    expect(seen).toEqual([1]);
  });

  it('ends also when a call is held that nobody cancels', async () => {
    const interest = new AbortController();
    const { done, seen, updateIds } = await play(['never'], [{ version: 1 }], interest.signal);
    while (updateIds.length === 0) await new Promise((resolve) => setImmediate(resolve));
    interest.abort();
    await done;
    expect(seen).toEqual([1]);
  });
});
