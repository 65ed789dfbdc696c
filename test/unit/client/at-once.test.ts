import type { Client } from '@temporalio/client';
import { describe, expect, it, vi } from 'vitest';
import { ask } from '../../../client/temporal/ask.js';
import { SharedReads } from '../../../client/temporal/shared.js';
import { waitTogether } from '../../../client/temporal/shared-wait.js';
import { inTurn, inVaultTurn } from '../../../client/temporal/turns.js';
import { fakeTemporal } from './fake-temporal.js';

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** Calls made at once, by the order in which they began, and how many there were at a time. */
async function queued(count: number, turn: (call: () => Promise<void>) => Promise<void>) {
  const begun: number[] = [];
  let [running, most] = [0, 0];
  const made = Array.from({ length: count }, (_, n) =>
    turn(async () => {
      begun.push(n);
      running += 1;
      most = Math.max(most, running);
      await later();
      running -= 1;
      if (n % 3 === 0) throw new Error('failed');
    }).catch(() => undefined),
  );
  await Promise.all(made);
  return { begun, most };
}

describe('calls in turn', () => {
  const temporal = {} as Client;

  it('are made so many at a time, first come, first served, also when some fail', async () => {
    const order = Array.from({ length: 50 }, (_, n) => n);
    expect(await queued(50, (call) => inVaultTurn(temporal, call))).toEqual({ begun: order, most: 16 });
    expect(await queued(50, (call) => inTurn(temporal, 'wf', call))).toEqual({ begun: order, most: 4 });
  });

  it('wait for those of the same workflow alone', async () => {
    let release = (): void => undefined;
    const held = Array.from({ length: 4 }, () =>
      inTurn(temporal, 'busy', () => new Promise<void>((end) => (release = end))),
    );
    expect(await inTurn(temporal, 'other', async () => 'done')).toBe('done');
    expect(held).toHaveLength(4);
    release();
  });

  it('are refused when their turn does not come, and are not made afterwards', async () => {
    vi.useFakeTimers();
    try {
      const ends: (() => void)[] = [];
      const held = Array.from({ length: 4 }, () =>
        inTurn(temporal, 'stuck', () => new Promise<void>((end) => ends.push(end))),
      );
      const made = vi.fn(async () => undefined);
      const refused = inTurn(temporal, 'stuck', made).catch((error) => error.code);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await refused).toBe('worker_unavailable');
      for (const end of ends) end();
      await Promise.all(held);
      expect(made).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a shared read', () => {
  it('begins after all have asked who get its answer', async () => {
    const reads = new SharedReads();
    let made = 0;
    const read = () =>
      reads.read('key', async () => {
        made += 1;
        const own = made;
        await later();
        return own;
      });
    const first = read();
    const others = [read(), read(), read()];
    expect(await first).toBe(1);
    expect(await Promise.all(others)).toEqual([2, 2, 2]);
    expect(await read()).toBe(3);
  });

  it('that fails, fails for those alone who shared it', async () => {
    const reads = new SharedReads();
    const failing = reads.read('key', async () => Promise.reject(new Error('once')));
    const next = reads.read('key', async () => 'read');
    await expect(failing).rejects.toThrow('once');
    expect(await next).toBe('read');
    expect(await reads.read('other', async () => 'of its own')).toBe('of its own');
  });
});

describe('a shared wait', () => {
  const never = new AbortController().signal;

  it('goes on for whoever still waits, and ends with the last one', async () => {
    const owner = {};
    const [one, two] = [new AbortController(), new AbortController()];
    let given: AbortSignal | undefined;
    const work = (signal: AbortSignal): Promise<string> => {
      given = signal;
      return new Promise(() => undefined);
    };
    const waits = [one, two].map(({ signal }) => waitTogether(owner, 'key', signal, work));
    one.abort();
    expect(await waits[0]).toBeUndefined();
    expect(given?.aborted).toBe(false);
    two.abort();
    expect(await waits[1]).toBeUndefined();
    expect(given?.aborted).toBe(true);
    expect(await waitTogether(owner, 'key', never, async () => 'anew')).toBe('anew');
  });

  it('is over for who comes later', async () => {
    const owner = {};
    let made = 0;
    const wait = () =>
      waitTogether(owner, 'key', never, async () => {
        made += 1;
        return made;
      });
    expect(await Promise.all([wait(), wait()])).toEqual([1, 1]);
    expect(await wait()).toBe(2);
  });
});

describe('a call that Temporal has no room for', () => {
  const status = (code: number) => Object.assign(new Error(`${code}`), { code, details: '', metadata: {} });

  /** @param lastAccessTime when a worker last polled; null: never */
  async function asked(errors: readonly number[], { repeatable = false, polledAt = 0, passes = 0 } = {}) {
    const { now } = Date;
    let gone = 0;
    // Pauses take no time, and each look at the clock finds some gone.
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => {
      gone += passes;
      return now() + gone;
    });
    const chance = vi.spyOn(Math, 'random').mockReturnValue(-0.5);
    try {
      const { client } = fakeTemporal({ getSystemInfo: () => ({}) });
      const pollers = polledAt === 0 ? [] : [{ lastAccessTime: { seconds: polledAt / 1000 } }];
      Object.assign(client, { options: { namespace: 'default' } });
      Object.assign(client.workflowService, { describeTaskQueue: async () => ({ pollers }) });
      let calls = 0;
      const options = { absent: 'agent_not_found', repeatable } as const;
      const result = await ask({ temporal: client, task_queue: 'q' }, options, async () => {
        const error = errors[calls];
        calls += 1;
        if (error !== undefined) throw status(error);
        return 'done';
      }).catch((error) => error.code);
      return [result, calls];
    } finally {
      clock.mockRestore();
      chance.mockRestore();
    }
  }

  it('is made again until it is answered', async () => {
    expect(await asked([8, 8, 10, 8])).toEqual(['done', 5]);
  });

  it('is given up after a minute', async () => {
    const [code, calls] = await asked(
      Array.from({ length: 1000 }, () => 8),
      { passes: 1000 },
    );
    expect(code).toBe('temporal_unavailable');
    expect(calls).toBeGreaterThan(2);
    expect(calls).toBeLessThan(1000);
  });

  it.each([4, 14])(
    'and of which nobody knows what came (%i) is made again only where it may be, and a worker polls',
    async (code) => {
      expect(await asked([code, code], { repeatable: true, polledAt: Date.now() + 60_000 })).toEqual(['done', 3]);
      expect((await asked([code], { repeatable: false, polledAt: Date.now() + 60_000 }))[1]).toBe(1);
      expect((await asked([code], { repeatable: true }))[1]).toBe(1);
    },
  );
});
