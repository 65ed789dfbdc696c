import { describe, expect, it } from 'vitest';
import { brief, cookie, cookiesOf, loginOf, save, saving, state } from './support/profile.js';
import { load, openTestVault, rule } from './support/vault.js';

describe('a hold', () => {
  const MINUTE = 60_000;

  it('is one login’s at a time, from load to save', async () => {
    const t = await openTestVault();
    const [one, other] = [await loginOf(t, 'www.example.com'), await loginOf(t, 'app.example.com')];
    const { hold, profile } = await load(t.vault, one);
    expect(await t.vault.loadProfile(other)).toEqual({ kind: 'in_use' });
    // It hears that somebody waits.
    expect(await t.vault.keepProfile(hold)).toBe('wanted');
    await t.vault.saveProfile(saving(hold, profile, { storage_state: state(cookie('s', '1')) }));
    expect(await cookiesOf(t, other)).toEqual(['s=1']);
    const taken = await load(t.vault, other);
    expect(await t.vault.keepProfile(taken.hold)).toBe('held');
    await t.vault.releaseProfile(taken.hold);
    expect(await cookiesOf(t, one)).toEqual(['s=1']);
  });

  it('is of the agent’s own sites only: logins of others save at the same time, and neither loses anything', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
    const [ofA, ofB] = [await load(t.vault, a), await load(t.vault, b)];
    const change = (site: string) => ({
      storage_state: state(cookie('s', site, site), cookie('passed', site, 'idp.example')),
    });
    await Promise.all([
      t.vault.saveProfile(saving(ofA.hold, null, change('a.example'))),
      t.vault.saveProfile(saving(ofB.hold, null, change('b.example'))),
    ]);
    expect(await cookiesOf(t, a)).toEqual(['passed=a.example', 's=a.example']);
    expect(await cookiesOf(t, b)).toEqual(['passed=b.example', 's=b.example']);
  });

  rule(
    'is given back by a login that waits without a page, and what another one saves meanwhile is there when it goes on',
    async () => {
      const t = await openTestVault();
      const [waits, other] = [await loginOf(t, 'www.example.com'), await loginOf(t, 'app.example.com')];
      await save(t, other, () => [cookie('s', '0'), cookie('step', '0')]);
      const first = await load(t.vault, waits);
      await t.vault.saveCheckpoint(waits, {
        storage_state: state(cookie('s', '0'), cookie('step', '1')),
        url: 'https://www.example.com/code',
        base_version: first.profile!.version,
      });
      await t.vault.releaseProfile(first.hold);
      for (const value of ['1', '2', '3', '4']) await save(t, other, () => [cookie('s', value), cookie('step', '0')]);
      const again = await load(t.vault, waits);
      const { storage_state } = (await t.vault.loadCheckpoint(waits))!;
      // The version that it began with is kept for it, however many were written since.
      expect(brief(storage_state)).toEqual(['s=4', 'step=1']);
      expect(await t.vault.saveProfile(saving(again.hold, again.profile, { storage_state }))).not.toBeNull();
    },
  );

  rule('brings back nothing of others with a checkpoint, and one from before goes on as it stood', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, 'a.example'), await loginOf(t, 'b.example')];
    await save(t, b, () => [cookie('s', 'b', 'b.example')]);
    await save(t, a, () => [cookie('s', 'old', 'a.example'), cookie('kept', 'a', 'a.example')]);
    // As it was written before what a login began with was written down.
    const half = state(cookie('s', 'half', 'a.example'), cookie('s', 'mallory', 'b.example'));
    await t.vault.saveCheckpoint(a, { storage_state: half, url: 'https://a.example/code' });
    expect(brief((await t.vault.loadCheckpoint(a))!.storage_state)).toEqual(['kept=a', 's=half']);
  });

  it('is taken again with what a waiting login has changed and what another one has saved meanwhile', async () => {
    const t = await openTestVault();
    const [waits, other] = [await loginOf(t, 'www.example.com'), await loginOf(t, 'app.example.com')];
    await save(t, other, () => [cookie('s', '0'), cookie('step', '0')]);
    const storage_state = state(cookie('s', '0'), cookie('step', '1'));
    await t.vault.saveCheckpoint(waits, { storage_state, url: 'https://www.example.com/code', base_version: 1 });
    await save(t, other, () => [cookie('s', '1'), cookie('step', '0')]);
    expect(brief((await t.vault.loadCheckpoint(waits))!.storage_state)).toEqual(['s=1', 'step=1']);
  });

  it('ends by itself when its worker died, and that worker can not save any more', async () => {
    const t = await openTestVault();
    const [dead, other] = [await loginOf(t, 'www.example.com'), await loginOf(t, 'app.example.com')];
    const { hold, profile } = await load(t.vault, dead);
    t.clock.now += MINUTE;
    expect(await save(t, other, () => [cookie('s', 'other')])).toEqual({ version: 1 });
    expect(await t.vault.keepProfile(hold)).toBe('lost');
    const late = saving(hold, profile, { storage_state: state(cookie('s', 'late')) });
    expect(await t.vault.saveProfile(late)).toBeNull();
    const holds = await load(t.vault, other);
    expect(await t.vault.saveProfile(late)).toBeNull();
    await t.vault.releaseProfile(holds.hold);
    expect(await cookiesOf(t, other)).toEqual(['s=other']);
  });

  rule('that ran out and that nobody took is as good as held', async () => {
    const t = await openTestVault();
    const a = await loginOf(t, 'a.example');
    const { hold, profile } = await load(t.vault, a);
    t.clock.now += 10 * MINUTE;
    const late = saving(hold, profile, { storage_state: state(cookie('s', '1', 'a.example')) });
    expect(await t.vault.saveProfile(late)).toEqual({ version: 1 });
  });

  it('passes to the next page of the same login at once, and the page before can not save any more', async () => {
    const t = await openTestVault();
    const a = await loginOf(t, 'a.example');
    const [lost, now] = [await load(t.vault, a), await load(t.vault, a)];
    const change = { storage_state: state(cookie('s', '1', 'a.example')) };
    expect(await t.vault.saveProfile(saving(lost.hold, lost.profile, change))).toBeNull();
    expect(await t.vault.saveProfile(saving(now.hold, now.profile, change))).toEqual({ version: 1 });
  });

  rule('is over when its login has ended', async () => {
    const t = await openTestVault();
    const [one, other] = [await loginOf(t, 'www.example.com'), await loginOf(t, 'app.example.com')];
    const { hold } = await load(t.vault, one);
    await t.vault.closeInvocation({
      ...one,
      status: 'CANCELED',
      error_code: null,
      save_credential_as: null,
      given: {},
    });
    expect(await t.vault.keepProfile(hold)).toBe('lost');
    expect((await t.vault.loadProfile(other)).kind).toBe('loaded');
  });

  it('goes over kill -9: the next start finds it, and its login takes it again', async () => {
    const t = await openTestVault();
    const [one, other] = [await loginOf(t, 'www.example.com'), await loginOf(t, 'app.example.com')];
    await load(t.vault, one);
    await t.reopen();
    expect(await t.vault.loadProfile(other)).toEqual({ kind: 'in_use' });
    expect((await t.vault.loadProfile(one)).kind).toBe('loaded');
    t.clock.now += MINUTE;
    expect((await t.vault.loadProfile(other)).kind).toBe('loaded');
  });
});
