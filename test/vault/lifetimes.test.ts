/** Sessions that end silently: what the vault learns of it, and when it wants a login before the end. */
import { describe, expect, it } from 'vitest';
import { variants } from '../support/variants.js';
import { DAY, HOUR, MINUTE } from './support/account.js';
import { ALIKE, another, startKeeper } from './support/keeper.js';
import { cookie, state } from './support/profile.js';
import { inStore } from './support/store.js';

const since = (text: string | null, from: number): number => Math.round((Date.parse(text ?? '') - from) / MINUTE);

describe('a site that says nothing of an end', () => {
  it('sessions that were over at one age are known to live so long, and the next is renewed before that, once', async () => {
    const keeper = await startKeeper();
    for (let n = 0; n < 3; n += 1) {
      await keeper.logIn();
      expect(await keeper.show()).toMatchObject({ session_expires_at: null, session_expires_reason: 'unknown' });
      await keeper.live(5);
      expect(await keeper.isWanted()).toBe(false);
      await keeper.die(3);
      expect(await keeper.show()).toMatchObject({ status: 'NEEDS_AUTH', session_expires_reason: 'unknown' });
    }

    await keeper.logIn();
    const born = keeper.t.clock.now;
    const shown = await keeper.show();
    expect(shown.session_expires_reason).toBe('learned');
    expect(since(shown.session_expires_at, born)).toBe(8 * 60);
    const { items } = await keeper.t.admin('agents.list', {});
    expect(items[0]).toMatchObject({ session_expires_at: shown.session_expires_at, session_expires_reason: 'learned' });

    await keeper.live(7);
    expect(await keeper.isWanted()).toBe(false);
    await keeper.t.reopen();
    keeper.t.clock.now = born + 8 * HOUR - 15 * MINUTE;
    expect(await keeper.isWanted()).toBe(true);
    const ref = await keeper.account.begin();
    expect(await keeper.t.vault.knownTo(ref)).toMatchObject({ renews: true });
    expect((await keeper.show()).status).toBe('AUTHENTICATED');
    await keeper.account.end(ref);
    expect(await keeper.isWanted()).toBe(false);
    keeper.t.clock.now += 11 * MINUTE;
    expect(await keeper.isWanted()).toBe(true);
    await keeper.logIn();
    expect(since((await keeper.show()).session_expires_at, keeper.t.clock.now)).toBe(8 * 60);
    expect(await keeper.t.vault.knownTo(await keeper.account.begin())).toMatchObject({ renews: false });
  });

  it('sessions that end at any time are not renewed before: a look finds them', async () => {
    const keeper = await startKeeper();
    for (const hours of variants(4, [3, 11, 5, 2, 8, 14, 4, 6])) {
      await keeper.logIn();
      expect(await keeper.show()).toMatchObject({ session_expires_at: null, session_expires_reason: 'unknown' });
      for (let n = 0; n < hours; n += 1) {
        await keeper.live(1);
        expect(await keeper.isWanted()).toBe(false);
      }
      await keeper.die(0);
    }
  });

  it('near the age at which one was over, the next is looked at more closely', async () => {
    const keeper = await startKeeper();
    await keeper.logIn();
    await keeper.die(4);
    await keeper.logIn();
    const isDueAfter = async (minutes: number): Promise<boolean> => {
      keeper.t.clock.now += minutes * MINUTE;
      return (await keeper.t.vault.dueChecks()).includes(keeper.id);
    };
    await keeper.live(3);
    expect(await isDueAfter(50)).toBe(false);
    expect(await isDueAfter(17)).toBe(true);
    await keeper.look('in');
    // An eighth of what is left up to the age at which it was over, and a tenth less or more by chance: 6 to 7.3 minutes.
    expect(await isDueAfter(5)).toBe(false);
    expect(await isDueAfter(3)).toBe(true);
    // It lives on.
    keeper.t.clock.now += HOUR;
    await keeper.look('in');
    expect(await isDueAfter(50)).toBe(false);
  });

  it('a session that lives on in use is found not to end at an age', async () => {
    const keeper = await startKeeper();
    await keeper.logIn();
    await keeper.live(2);
    keeper.t.clock.now += 5 * HOUR;
    await keeper.look('out');
    await keeper.logIn();
    await keeper.live(12);
    const { session_expires_at, session_expires_reason } = await keeper.show();
    expect(session_expires_reason).toBe('learned');
    expect(since(session_expires_at, keeper.t.clock.now)).toBe(60);
    expect(await keeper.isWanted()).toBe(false);
  });

  it.each(
    variants<readonly [string, (keeper: Awaited<ReturnType<typeof startKeeper>>) => Promise<unknown>]>(2, [
      [
        'another password',
        ({ t }) => t.admin('credentials.update', { id_or_name: 'shop', values: { password: 'new' } }),
      ],
      ['another login as the same account', async (keeper) => (await another(keeper, 'two', 'shop')).logIn()],
      ['the profile is deleted', ({ t }) => t.admin('profiles.delete', { id_or_name: 'one' })],
      [
        'another session is imported',
        ({ t }) => t.admin('profiles.import', { name: 'one', storage_state: state(cookie('sid', 'x')) }),
      ],
      [
        'the site was away',
        async ({ t, id }) => {
          t.clock.now += 1;
          const taken = await t.vault.takeCheck({ id, max_age_seconds: 0 }, t.clock.now);
          if (taken.kind !== 'taken') throw new Error(taken.kind);
          const { lease, version } = taken;
          const looked = { answer: 'inconclusive', why: 'site_trouble', by: 'probe' } as const;
          await t.vault.endCheck({ agent_id: id, lease, version, looked, ways: null, session: null });
        },
      ],
    ]),
  )('an end that has a cause of its own teaches nothing: %s', async (_, cause) => {
    const keeper = await startKeeper();
    await keeper.logIn();
    await keeper.live(3);
    keeper.t.clock.now += MINUTE;
    await cause(keeper);
    keeper.t.clock.now += HOUR;
    await keeper.look('out');
    await keeper.t.admin('agents.resetAttempts', { id: keeper.id });
    // One more end than there were: with that one they would be enough.
    for (let n = 1; n < ALIKE; n += 1) {
      await keeper.logIn();
      await keeper.die(3);
    }
    await keeper.logIn();
    expect((await keeper.show()).session_expires_reason).toBe('unknown');
    await keeper.die(3);
    await keeper.logIn();
    expect((await keeper.show()).session_expires_reason).toBe('learned');
  });

  it('what one agent has learned, no other one knows, and it goes with the agent', async () => {
    const keeper = await startKeeper();
    await keeper.t.admin('credentials.create', {
      name: 'other',
      domain: 'example.com',
      values: { email: 'eve@example.com', password: 'hers' },
    });
    await keeper.dieAlike(4);
    await keeper.logIn();
    const other = await another(keeper, 'three', 'other');
    await other.logIn();
    expect((await other.show()).session_expires_reason).toBe('unknown');
    expect((await keeper.show()).session_expires_reason).toBe('learned');

    await keeper.t.admin('agents.revoke', { id: keeper.id });
    await keeper.t.vault.close();
    const rows = await inStore(keeper.t, (db) => db.selectFrom('session_lives').selectAll().execute());
    expect(rows.map(({ agent_id }) => agent_id)).toEqual([other.id]);
    expect(JSON.stringify(rows)).not.toMatch(/ada|eve|hers|password/);
  });

  it('a report is believed where a login had to type, and taken back where it had not', async () => {
    const keeper = await startKeeper();
    const report = () => keeper.t.vault.checkLogin({ id: keeper.id, session_ended: true }, keeper.id);
    await keeper.logIn();
    await keeper.live(3);
    await report();
    await keeper.logIn({ typed: false });
    expect((await keeper.show()).session_expires_reason).toBe('unknown');
    await keeper.live(3);
    for (let n = 0; n < ALIKE; n += 1) {
      if (n > 0) await keeper.live(6);
      keeper.t.clock.now += HOUR;
      await report();
      keeper.t.clock.now += DAY;
      await keeper.logIn();
    }
    expect(since((await keeper.show()).session_expires_at, keeper.t.clock.now)).toBe(6 * 60);
  });
});

describe('a site that announces the end', () => {
  it('it is renewed before, and again after half of what is left', async () => {
    const keeper = await startKeeper();
    await keeper.logIn({ ends: 10 * HOUR });
    const born = keeper.t.clock.now;
    expect(await keeper.show()).toMatchObject({ session_expires_reason: 'announced' });
    keeper.t.clock.now = born + 9 * HOUR;
    expect(await keeper.isWanted()).toBe(false);
    keeper.t.clock.now = born + 10 * HOUR - 19 * MINUTE;
    expect(await keeper.isWanted()).toBe(true);
    await keeper.account.end(await keeper.account.begin(), 'website_error');
    expect(await keeper.isWanted()).toBe(false);
    keeper.t.clock.now += 11 * MINUTE;
    expect(await keeper.isWanted()).toBe(true);
    expect((await keeper.show()).status).toBe('AUTHENTICATED');
  });

  it('it was said in vain: its sessions end sooner', async () => {
    const keeper = await startKeeper();
    await keeper.dieAlike(4, { ends: 30 * DAY });
    await keeper.logIn({ ends: 30 * DAY });
    const { session_expires_at, session_expires_reason } = await keeper.show();
    expect([session_expires_reason, since(session_expires_at, keeper.t.clock.now)]).toEqual(['learned', 240]);
  });

  it('an end that came as it was said is none that was learned', async () => {
    const keeper = await startKeeper();
    await keeper.logIn({ ends: 4 * HOUR });
    await keeper.live(3);
    keeper.t.clock.now += 2 * HOUR;
    await keeper.t.vault.checkLogin({ id: keeper.id, session_ended: true }, keeper.id);
    await keeper.logIn({ ends: 4 * HOUR });
    expect((await keeper.show()).session_expires_reason).toBe('announced');
  });
});

describe('nobody is disturbed, and nothing is tried in vain', () => {
  const near = async (credential: Parameters<typeof startKeeper>[0] = {}) => {
    const keeper = await startKeeper(credential);
    await keeper.logIn({ ends: 10 * HOUR });
    keeper.t.clock.now += 9 * HOUR + 45 * MINUTE;
    return keeper;
  };

  it('an agent that is not to log in by itself', async () => {
    const keeper = await near();
    expect(await keeper.update({ auto_reauth: false })).toMatchObject({ auto_reauth: false });
    expect(await keeper.isWanted()).toBe(false);
    const ended = { id: keeper.id, session_ended: true };
    expect(await keeper.t.vault.checkLogin(ended, keeper.id)).toEqual({ why: 'auto_reauth_off', until: null });
    // Somebody asks for a session.
    expect(await keeper.t.vault.checkLogin({ ...ended, session_ended: false }, keeper.id)).toBeNull();
    await keeper.update({ auto_reauth: null });
    expect(await keeper.isWanted()).toBe(true);
  });

  it('a paused one', async () => {
    const keeper = await near();
    await keeper.t.admin('agents.pause', { of: { id: keeper.id }, reason: 'r' });
    expect(await keeper.show()).toMatchObject({ can_reauth: false, can_reauth_reason: 'paused' });
    expect(await keeper.isWanted()).toBe(false);
  });

  it('one whose password the site has refused', async () => {
    const keeper = await near();
    const ref = await keeper.account.begin();
    await keeper.account.send(ref, { outcome: 'refused', refused_fields: ['password'] });
    await keeper.account.end(ref, 'website_error');
    expect(await keeper.show()).toMatchObject({ can_reauth: false, can_reauth_reason: 'credential_refused' });
    expect(await keeper.isWanted()).toBe(false);
  });

  it('one whose login is in progress', async () => {
    const keeper = await near();
    await keeper.account.begin();
    expect(await keeper.isWanted()).toBe(false);
  });
});
