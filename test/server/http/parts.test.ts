import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentAuth, AgentAuthInvocation } from '../../../client/index.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { Callers } from '../../../server/access/callers.js';
import { RateLimit } from '../../../server/access/rate-limit.js';
import { BoundedMap } from '../../../server/bounded-map.js';
import { invocationTokens } from '../../../server/invocations/token.js';
import { Watches } from '../../../server/invocations/watches.js';
import { health } from '../../../server/service/health.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const keyOf = (id: string, pin = 'p'): string => `aak.${id.padEnd(10, '0')}.${'s'.repeat(43)}.${pin.repeat(43)}`;

describe('callers', () => {
  /** A vault that answers as the test says, and counts. */
  function vault(answer: () => Promise<unknown>) {
    const check = vi.fn(answer);
    const own = { withAccessKey: () => ({ keys: { check } }) } as unknown as AgentAuth;
    return { check, callers: new Callers(own, keyOf('own')) };
  }
  const known = async () => ({ id: 'ak', name: 'n', scopes: ['answer'] });
  const refuse = async () => {
    throw new AgentAuthError('unauthorized');
  };

  it('are asked for once a minute, however many come at once', async () => {
    const { check, callers } = vault(known);
    await Promise.all([1, 2, 3].map(() => callers.holderOf(keyOf('a'))));
    vi.advanceTimersByTime(59_000);
    await callers.holderOf(keyOf('a'));
    expect(check).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_001);
    await callers.holderOf(keyOf('a'));
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('are let in no longer than a minute after their key was revoked', async () => {
    let revoked = false;
    const { callers } = vault(() => (revoked ? refuse() : known()));
    await callers.holderOf(keyOf('a'));
    revoked = true;
    vi.advanceTimersByTime(60_001);
    await expect(callers.holderOf(keyOf('a'))).rejects.toMatchObject({ code: 'unauthorized' });
    expect(callers.isKnown(keyOf('a'))).toBe(false);
  });

  it('with a wrong key cost the vault one look in ten seconds, and no more', async () => {
    const { check, callers } = vault(refuse);
    for (let times = 0; times < 5; times += 1) await expect(callers.holderOf(keyOf('b'))).rejects.toThrow();
    expect(check).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_001);
    await expect(callers.holderOf(keyOf('b'))).rejects.toThrow();
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('who are known stay so, however many keys others guess at the same time', async () => {
    let guessed: () => void = () => undefined;
    const guess = new Promise<void>((resolve) => {
      guessed = resolve;
    });
    let first = true;
    const { callers } = vault(async () => {
      if (first) return known();
      await guess;
      return refuse();
    });
    await callers.holderOf(keyOf('a'));
    first = false;
    const flood = Array.from({ length: 600 }, (_, n) => callers.holderOf(keyOf(`b${n}`)).catch(() => null));
    expect(callers.isKnown(keyOf('a'))).toBe(true);
    guessed();
    await Promise.all(flood);
    expect(callers.isKnown(keyOf('a'))).toBe(true);
  });

  it('with a key of another vault cost nothing, and hear that it is one', async () => {
    const { check, callers } = vault(known);
    await expect(callers.holderOf(keyOf('a', 'q'))).rejects.toMatchObject({
      code: 'unauthorized',
      next: expect.stringContaining('another vault'),
    });
    expect(check).not.toHaveBeenCalled();
  });

  it.each(['worker_unavailable', 'vault_unavailable', 'temporal_unavailable', 'internal_error'] as const)(
    'are not refused for long because the vault did not answer (%s)',
    async (code) => {
      let down = true;
      const { callers } = vault(async () => {
        if (down) throw new AgentAuthError(code);
        return known();
      });
      await expect(callers.holderOf(keyOf('a'))).rejects.toMatchObject({ code });
      down = false;
      await expect(callers.holderOf(keyOf('a'))).resolves.toMatchObject({ key: { id: 'ak' } });
    },
  );
});

describe('watches', () => {
  type State = Pick<AgentAuthInvocation, 'version' | 'status' | 'step'>;
  const state = (
    version: number,
    step: State['step'] = 'awaiting_input',
    status: State['status'] = 'IN_PROGRESS',
  ): State => ({
    version,
    step,
    status,
  });

  /** An invocation whose states the test hands out. */
  function followed(first: State | Error) {
    const waiting: ((next: State | Error) => void)[] = [];
    let follows = 0;
    let current = first;
    const invocations = {
      retrieve: async () => current,
      async *follow(_: string, { signal }: { signal: AbortSignal }) {
        follows += 1;
        let next: State | Error | null = current;
        while (next !== null) {
          if (next instanceof Error) throw next;
          yield next;
          if (next.status !== 'IN_PROGRESS') return;
          next = await new Promise<State | Error | null>((resolve) => {
            waiting.push(resolve);
            signal.addEventListener('abort', () => resolve(null));
          });
        }
      },
    };
    const watches = new Watches({ agents: { auth: { invocations } } } as unknown as AgentAuth);
    return {
      watches,
      follows: () => follows,
      change(next: State | Error) {
        current = next;
        for (const tell of waiting.splice(0)) tell(next);
      },
      set(next: State) {
        current = next;
      },
    };
  }
  const never = new AbortController().signal;

  it('follow an invocation once, however many ask', async () => {
    const { watches, follows, change } = followed(state(1));
    await Promise.all(Array.from({ length: 200 }, () => watches.state('inv')));
    change(state(2, 'submitting'));
    await vi.waitFor(async () => expect(await watches.state('inv')).toMatchObject({ version: 2 }));
    expect(follows()).toBe(1);
  });

  it('let go of an invocation that nobody asks for, and look anew when somebody does', async () => {
    const { watches, follows } = followed(state(1));
    await watches.state('inv');
    await vi.advanceTimersByTimeAsync(130_000);
    await watches.state('inv');
    expect(follows()).toBe(2);
  });

  it('do not show the question again once an answer was taken, and never go back', async () => {
    const { watches, set, change } = followed(state(1));
    await watches.state('inv');
    set(state(2, 'submitting'));
    await watches.refresh('inv');
    expect(await watches.state('inv')).toMatchObject({ step: 'submitting' });
    change(state(1));
    await vi.advanceTimersByTimeAsync(1);
    expect(await watches.state('inv')).toMatchObject({ version: 2 });
  });

  it('show an end that came from outside, which changes no version', async () => {
    const { watches, change } = followed(state(3));
    await watches.state('inv');
    change(state(3, 'completed', 'CANCELED'));
    await vi.waitFor(async () => expect(await watches.state('inv')).toMatchObject({ status: 'CANCELED' }));
  });

  it('remember no failure', async () => {
    const { watches, set } = followed(new AgentAuthError('worker_unavailable'));
    await expect(watches.state('inv')).rejects.toMatchObject({ code: 'worker_unavailable' });
    set(state(1));
    await expect(watches.state('inv')).resolves.toMatchObject({ version: 1 });
  });

  it('stream each newer state to the end, and stop when the reader does', async () => {
    const { watches, change } = followed(state(1));
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { version } of watches.states('inv', never)) seen.push(version);
    })();
    const leaving = new AbortController();
    const left = (async () => {
      for await (const _ of watches.states('inv', leaving.signal)) leaving.abort();
    })();
    await vi.advanceTimersByTimeAsync(1);
    await left;
    change(state(2));
    await vi.advanceTimersByTimeAsync(1);
    change(state(3, 'completed', 'SUCCESS'));
    await reading;
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('readiness', () => {
  it.each([
    ['temporal_unavailable', { temporal: false, worker: null, vault: null }],
    ['worker_unavailable', { temporal: true, worker: false, vault: null }],
    ['vault_unavailable', { temporal: true, worker: true, vault: false }],
  ] as const)('says after %s which part does not answer, and looks again in ten seconds', async (code, parts) => {
    const check = vi.fn(async (): Promise<void> => {
      throw new AgentAuthError(code);
    });
    const { readiness } = health({ keys: { check } } as unknown as AgentAuth, async () => true);
    expect(await readiness()).toEqual(parts);
    expect(await readiness()).toEqual(parts);
    expect(check).toHaveBeenCalledTimes(1);
    check.mockResolvedValue();
    vi.advanceTimersByTime(10_001);
    expect(await readiness()).toEqual({ temporal: true, worker: true, vault: true });
  });
});

describe('rate limits', () => {
  it('count by caller, and begin anew with the minute', () => {
    let now = 0;
    const limit = new RateLimit(2, () => now);
    expect(
      [limit.take('a'), limit.take('a'), limit.take('a')].map(({ remaining, retryAfter }) => [remaining, retryAfter]),
    ).toEqual([
      [1, null],
      [0, null],
      [0, 60],
    ]);
    expect(limit.take('b')).toMatchObject({ remaining: 1, retryAfter: null });
    now = 59_001;
    expect(limit.look('a').retryAfter).toBe(1);
    now = 60_000;
    expect(limit.look('a').retryAfter).toBeNull();
    expect(limit.take('a').remaining).toBe(1);
  });
});

describe('tokens', () => {
  const HOLDER = { invocation_id: 'inv_1', link_code: 'c'.repeat(44) };

  it('last half an hour, survive a restart, and are of no use with another key', async () => {
    const token = await invocationTokens(keyOf('own')).issue(HOLDER);
    vi.advanceTimersByTime(29 * 60_000);
    await expect(invocationTokens(keyOf('own')).check(token)).resolves.toEqual(HOLDER);
    await expect(invocationTokens(keyOf('other')).check(token)).rejects.toMatchObject({ code: 'unauthorized' });
    vi.advanceTimersByTime(61_000);
    await expect(invocationTokens(keyOf('own')).check(token)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it("don't show the code of the link, which is good for longer", async () => {
    const token = await invocationTokens(keyOf('own')).issue(HOLDER);
    for (const part of token.split('.'))
      expect(Buffer.from(part, 'base64url').toString('latin1')).not.toContain(HOLDER.link_code);
  });

  it('are not taken unsigned or made otherwise', async () => {
    const tokens = invocationTokens(keyOf('own'));
    const encoded = (text: object) => Buffer.from(JSON.stringify(text)).toString('base64url');
    const claims = { ...HOLDER, iss: 'temporal-agent-auth', aud: 'invocation', exp: 4_000_000_000 };
    const unsigned = `${encoded({ alg: 'none' })}.${encoded(claims)}.`;
    await expect(tokens.check(unsigned)).rejects.toMatchObject({ code: 'unauthorized' });
    const [header, ...rest] = (await tokens.issue(HOLDER)).split('.');
    const changed = [header, ...rest.slice(0, -1), 'A'.repeat(22)].join('.');
    await expect(tokens.check(changed)).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

it('a bounded map forgets what was not asked for the longest', () => {
  const forgotten: number[] = [];
  const map = new BoundedMap<number>(2, (value) => forgotten.push(value));
  map.set('a', 1);
  map.set('b', 2);
  map.get('a');
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
  expect(forgotten).toEqual([2]);
});
