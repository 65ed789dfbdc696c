/** As many logins on a site at once as may be, over all workers. */
import { describe, expect, it } from 'vitest';
import type { Vault } from '../../activities/vault/index.js';
import type { LoginRef } from '../../contract/steps.js';
import { loginsOn } from './support/logins.js';
import { begin, closing, load, openTestVault } from './support/vault.js';

const MINUTE = 60_000;

const ask = async (vault: Vault, ref: LoginRef, isWatched = false): Promise<string> =>
  (await vault.loadProfile(ref, isWatched)).kind;

describe('turns on a site', () => {
  it('are as many as may be, and others wait until one has left', async () => {
    const t = await openTestVault({ loginsPerSite: 2 });
    const [a, b, c] = await loginsOn(t, 'shop.example', 3);
    const { hold } = await load(t.vault, a!);
    await load(t.vault, b!);
    expect(await t.vault.loadProfile(c!)).toEqual({ kind: 'site_full', ask_again_ms: 2_000 });
    await t.vault.releaseProfile(hold);
    expect(await ask(t.vault, c!)).toBe('loaded');
    expect(await ask(t.vault, a!)).toBe('site_full');
  });

  it('are counted by site: hosts of one domain together, other sites apart', async () => {
    const t = await openTestVault({ loginsPerSite: 1 });
    const [www] = await loginsOn(t, 'www.shop.example', 1);
    const [app] = await loginsOn(t, 'app.shop.example', 1);
    const [bank] = await loginsOn(t, 'bank.example', 1);
    const [one] = await loginsOn(t, 'localhost:4001', 1);
    const [two] = await loginsOn(t, 'localhost:4002', 1);
    expect(await ask(t.vault, www!)).toBe('loaded');
    expect(await ask(t.vault, app!)).toBe('site_full');
    for (const other of [bank!, one!, two!]) expect(await ask(t.vault, other)).toBe('loaded');
  });

  it('come in the order in which they were asked for, and first to whom a person has just answered', async () => {
    const t = await openTestVault({ loginsPerSite: 1 });
    const [there, first, second, third, watched] = await loginsOn(t, 'shop.example', 5);
    let { hold } = await load(t.vault, there!);
    for (const ref of [first!, second!, third!]) {
      t.clock.now += 1_000;
      expect(await ask(t.vault, ref)).toBe('site_full');
    }
    // Not later than its wait counts.
    t.clock.now += 30_000;
    expect(await ask(t.vault, watched!, true)).toBe('site_full');
    const order = [watched!, first!, second!, third!];
    for (const [n, next] of order.entries()) {
      await t.vault.releaseProfile(hold);
      for (const behind of order.slice(n + 1).reverse()) expect(await ask(t.vault, behind)).toBe('site_full');
      ({ hold } = await load(t.vault, next));
    }
  });

  it('make those far behind ask less often', async () => {
    const t = await openTestVault({ loginsPerSite: 1 });
    const refs = await loginsOn(t, 'shop.example', 20);
    const pauses: number[] = [];
    for (const ref of refs) {
      t.clock.now += 1;
      const loaded = await t.vault.loadProfile(ref);
      if (loaded.kind === 'site_full') pauses.push(loaded.ask_again_ms);
    }
    expect(pauses.slice(0, 3)).toEqual([2_000, 4_000, 6_000]);
    expect(pauses.at(-1)).toBe(30_000);
  });

  it('stay with a login whose page is lost and that opens another one', async () => {
    const t = await openTestVault({ loginsPerSite: 1 });
    const [a, b] = await loginsOn(t, 'shop.example', 2);
    const lost = await load(t.vault, a!);
    expect(await ask(t.vault, b!)).toBe('site_full');
    const again = await load(t.vault, a!);
    // The dead worker's word counts for nothing any more.
    await t.vault.releaseProfile(lost.hold);
    expect(await ask(t.vault, b!)).toBe('site_full');
    await t.vault.releaseProfile(again.hold);
    expect(await ask(t.vault, b!)).toBe('loaded');
  });

  it('end by themselves where a worker died, last while a page is kept, and end with the login', async () => {
    const t = await openTestVault({ loginsPerSite: 1 });
    const [dead, alive, third] = await loginsOn(t, 'shop.example', 3);
    await load(t.vault, dead!);
    t.clock.now += MINUTE;
    const { hold } = await load(t.vault, alive!);
    for (let minutes = 0; minutes < 3; minutes += 1) {
      t.clock.now += MINUTE / 2;
      expect(await t.vault.keepProfile(hold)).not.toBe('lost');
    }
    expect(await ask(t.vault, third!)).toBe('site_full');
    await t.vault.closeInvocation(closing(alive!, { status: 'CANCELED' }));
    expect(await ask(t.vault, third!)).toBe('loaded');
  });

  it('of those who do not ask any more keep nobody waiting', async () => {
    const t = await openTestVault({ loginsPerSite: 1 });
    const [there, gone, canceled, next] = await loginsOn(t, 'shop.example', 4);
    const { hold } = await load(t.vault, there!);
    expect(await ask(t.vault, gone!)).toBe('site_full');
    t.clock.now += 2 * MINUTE;
    await t.vault.keepProfile(hold);
    expect(await ask(t.vault, canceled!)).toBe('site_full');
    await t.vault.closeInvocation(closing(canceled!, { status: 'CANCELED' }));
    await t.vault.releaseProfile(hold);
    expect(await ask(t.vault, next!)).toBe('loaded');
  });

  it('are wanted from pages while others wait and there is none', async () => {
    const t = await openTestVault({ loginsPerSite: 2 });
    const [a, b, c] = await loginsOn(t, 'shop.example', 3);
    const [one, two] = [await load(t.vault, a!), await load(t.vault, b!)];
    expect(await t.vault.keepProfile(one.hold)).toBe('held');
    expect(await ask(t.vault, c!)).toBe('site_full');
    expect(await t.vault.keepProfile(one.hold)).toBe('wanted');
    await t.vault.releaseProfile(one.hold);
    // One has left: the other one may stay.
    expect(await t.vault.keepProfile(two.hold)).toBe('held');
  });

  it('take nothing from a profile that is in use, and are not taken for it', async () => {
    const t = await openTestVault({ loginsPerSite: 2 });
    const [a, b] = await loginsOn(t, 'shop.example', 2);
    const same = (await begin(t.vault, a!.auth_agent_id)).ref;
    await load(t.vault, a!);
    expect(await ask(t.vault, same)).toBe('in_use');
    expect(await ask(t.vault, b!)).toBe('loaded');
  });
});
