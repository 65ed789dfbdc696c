import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AbortReason, contextOf, type LoginRoom, TIMEOUTS } from '../../../activities/login/context.js';
import type { TraceEntry } from '../../../contract/invocation/trace.js';

const REF = { invocation_id: 'inv_1', auth_agent_id: 'agent_1' };

function begin(reason: AbortReason = 'cancel') {
  const stop = new AbortController();
  const traced: TraceEntry[] = [];
  let writes = 0;
  const vault = {
    async armAttempt() {
      writes += 1;
      return true;
    },
    async appendTrace(_ref: typeof REF, entries: readonly TraceEntry[]) {
      traced.push(...entries);
    },
  };
  const hooks = { heartbeat() {}, signal: stop.signal, abortReason: () => reason };
  const room = { vault, clock: () => 1_000, timeouts: TIMEOUTS } as unknown as LoginRoom;
  const { context, end } = contextOf(room, hooks, REF);
  return { context, end, stop, traced, vault, writes: () => writes };
}

const aborted = (reason: AbortReason) => expect.objectContaining({ name: 'StepAborted', reason });
const forEver = (): Promise<never> => new Promise(() => undefined);

afterEach(() => {
  vi.useRealTimers();
});

describe('an abort', () => {
  it.each(['cancel', 'shutdown', 'time_out'] as const)('says why: %s', async (reason) => {
    const { context, stop, end } = begin(reason);
    const waiting = context.race(forEver());
    stop.abort();
    await expect(waiting).rejects.toEqual(aborted(reason));
    expect(context.signal.reason).toEqual(aborted(reason));
    await end();
  });

  it('ends a wait', async () => {
    const { context, stop, end } = begin();
    const waiting = context.wait(1_000_000);
    stop.abort();
    await expect(waiting).rejects.toEqual(aborted('cancel'));
    await end();
  });

  it('stands before what fails because of it', async () => {
    const { context, stop, end } = begin();
    let fail: (error: Error) => void = () => undefined;
    const waiting = context.race(new Promise<void>((_, reject) => (fail = reject)));
    stop.abort();
    fail(new Error('page.fill: hunter2'));
    await expect(waiting).rejects.toEqual(aborted('cancel'));
    await end();
  });

  it('lets no call of the vault begin', async () => {
    const { context, stop, end, writes } = begin();
    expect(await context.vault.armAttempt({ ...REF, attempt_id: 'a' })).toBe(true);
    stop.abort();
    expect(() => context.vault.armAttempt({ ...REF, attempt_id: 'a' })).toThrow(aborted('cancel'));
    expect(writes()).toBe(1);
    await end();
  });

  it('that came before the step began ends its first wait', async () => {
    const { context, stop, end } = begin();
    stop.abort();
    await expect(context.race(forEver())).rejects.toEqual(aborted('cancel'));
    await end();
  });
});

describe('time', () => {
  it('that is over ends the step, by a reason of its own', async () => {
    vi.useFakeTimers();
    const { context, end } = begin();
    const waiting = context.race(forEver()).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(context.deadline - performance.now());
    expect(await waiting).toEqual(aborted('time_out'));
    await end();
  });

  it('is not waited for where something else ends the wait', async () => {
    const { context, end } = begin();
    const other = new AbortController();
    const waiting = context.wait(1_000_000, other.signal);
    other.abort();
    await waiting;
    await end();
  });
});

describe('what is opened', () => {
  it('too late is closed', async () => {
    const { context, stop, end } = begin();
    let open: (what: string) => void = () => undefined;
    const closed: string[] = [];
    const opening = context.openLate(new Promise<string>((resolve) => (open = resolve)), async (what) => {
      closed.push(what);
    });
    stop.abort();
    open('a page');
    await expect(opening).rejects.toEqual(aborted('cancel'));
    expect(closed).toEqual(['a page']);
    await end();
  });

  it('in time stays open', async () => {
    const { context, stop, end } = begin();
    const close = vi.fn(async () => undefined);
    expect(await context.openLate(Promise.resolve('a page'), close)).toBe('a page');
    stop.abort();
    expect(close).not.toHaveBeenCalled();
    await end();
  });

  it('never is not waited for any longer', async () => {
    vi.useFakeTimers();
    const { context, stop, end } = begin();
    const opening = context.openLate(forEver(), async () => undefined).catch((error: unknown) => error);
    stop.abort();
    await vi.runAllTimersAsync();
    expect(await opening).toEqual(aborted('cancel'));
    await end();
  });
});

describe('notes', () => {
  const note = { stage: 'fill', rule: 'attempt_armed', reason: 'done', facts: {} } as const;

  it('are written when the step ends, also after an abort', async () => {
    const { context, stop, end, traced } = begin();
    context.note(note);
    stop.abort();
    expect(traced).toEqual([]);
    await end();
    expect(traced).toEqual([{ at: 1_000, ...note }]);
  });

  it('that can not be written fail no step', async () => {
    const { context, end, vault } = begin();
    vault.appendTrace = () => Promise.reject(new Error('disk full'));
    context.note(note);
    await end();
  });

  it('are not taken for ever', async () => {
    const { context, end, traced } = begin();
    for (let n = 0; n < 10_000; n++) context.note(note);
    await end();
    expect(traced).toHaveLength(200);
  });
});
