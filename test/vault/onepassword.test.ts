/** 1Password by a service account, whose requests are counted by the hour and by the day. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProviders, type ProviderRoom } from '../../activities/providers/index.js';
import { onepasswordIn } from '../../activities/providers/onepassword/index.js';
import { onepasswordBench, THREAD } from '../unit/providers/benches/onepassword/index.js';
import { AGENT, AUTO, login } from './support/provider.js';
import { begin, openTestVault, type TestVault } from './support/vault.js';

const HOUR_MS = 3_600_000;

/** The room of the worker, with the core of the bench below the SDK. */
const room = (): ProviderRoom => {
  const providers = createProviders({ folder: '/nowhere' });
  const place = { folder: '/nowhere', timeoutMs: 10_000 };
  return {
    ...providers,
    open: (kind, options) =>
      kind === 'onepassword' ? onepasswordIn(THREAD).open(options, place) : providers.open(kind, options),
  };
};

let bench: Awaited<ReturnType<typeof onepasswordBench>>;
let t: TestVault;
beforeAll(async () => {
  bench = await onepasswordBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  t = await openTestVault({ providers: room() });
  t.clock.now = Date.now();
  await bench.fail(null);
  await bench.fill([login('shop')]);
  await t.admin('providers.create', { name: 'op', provider_type: 'onepassword', token: bench.token });
  bench.core.calls.length = 0;
});

const test = () => t.admin('providers.test', { id_or_name: 'op' });
const pausedUntil = async () => {
  const { trouble } = await t.admin('providers.retrieve', { id_or_name: 'op' });
  return trouble?.until == null ? null : Date.parse(trouble.until);
};
const hours = (from: number, until: number | null) => (until === null ? null : Math.round((until - from) / HOUR_MS));

it('is connected by its token alone, which never comes out', async () => {
  expect(await test()).toEqual({ success: true, vaults: [expect.objectContaining({ name: 'Team' })] });
  await t.admin('agents.grant', { id: AGENT, domain: 'example.com', profile_name: 'p', credential: AUTO });
  const { ref } = await begin(t.vault, AGENT);
  expect(await t.vault.readItem(ref)).toMatchObject({ kind: 'read', place: { keys: ['password', 'username'] } });
  const shown = [await t.admin('providers.list', {}), await t.admin('providers.items', { id_or_name: 'op' })];
  expect(JSON.stringify(shown)).not.toMatch(/canary/);
});

describe('that wants no more requests', () => {
  it('is asked for none until the hour is over, nor by a worker that restarts', async () => {
    await bench.fail('limited');
    expect(await test()).toMatchObject({ success: false, error_code: 'provider_rate_limited' });
    expect(hours(t.clock.now, await pausedUntil())).toBe(1);
    const asked = bench.core.calls.length;
    await bench.fail(null);
    await t.reopen();
    expect(await test()).toMatchObject({ success: false, error_code: 'provider_rate_limited' });
    expect(bench.core.calls).toHaveLength(asked);
    t.clock.now += HOUR_MS + 60_000;
    expect(await test()).toMatchObject({ success: true });
    expect(await pausedUntil()).toBeNull();
  });

  it('is asked ever more seldom where the limit is that of the day', async () => {
    const start = t.clock.now;
    await bench.fail('limited');
    const pauses: (number | null)[] = [];
    for (let left = 6; left > 0; left -= 1) {
      await test();
      const until = await pausedUntil();
      pauses.push(hours(start, until));
      t.clock.now = (until ?? start) + 1000;
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 24]);
    await bench.fail(null);
    expect(await test()).toMatchObject({ success: true });
    t.clock.now = Date.now();
    await bench.fail('limited');
    await test();
    expect(hours(t.clock.now, await pausedUntil())).toBe(1);
  });

  it('is asked at once with a new token', async () => {
    await bench.fail('limited');
    await test();
    await bench.fail(null);
    await t.admin('providers.update', { id_or_name: 'op', token: bench.token });
    expect(await test()).toMatchObject({ success: true });
  });
});
