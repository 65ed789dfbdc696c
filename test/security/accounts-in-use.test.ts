/** Threat: many logins at once, codes without end, or sessions that die at once flood an account. The ledger of the vault. */
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, makeAgent, start, values } from '../vault/support/account.js';
import { begin } from '../vault/support/vault.js';

describe('one submission of an account', () => {
  it('is on its way, of ten profiles at once; the others ask again, and a refused value goes out once', async () => {
    const { t } = await start();
    const profiles = await Promise.all(Array.from({ length: 10 }, (_, n) => makeAgent(t, `p${n}`, 'shop')));
    const logins = await Promise.all(profiles.map(async (one) => ({ one, ref: await one.begin() })));
    const first = await Promise.all(logins.map(({ one, ref }) => one.clear(ref)));
    const cleared = first.filter(({ said }) => said.kind === 'clear');
    expect(cleared).toHaveLength(1);
    expect(first.filter(({ said }) => said.kind === 'wait')).toHaveLength(9);
    await t.vault.armAttempt(cleared[0]!.attempt);
    expect(await Promise.all(logins.map(async ({ one, ref }) => (await one.clear(ref)).said.kind))).not.toContain(
      'clear',
    );
    await t.vault.judgeAttempt(cleared[0]!.attempt, { outcome: 'refused', refused_fields: ['password'] });
    const again = await Promise.all(logins.map(async ({ one, ref }) => (await one.clear(ref)).said.kind));
    expect(new Set(again)).toEqual(new Set(['refused']));
  });

  it('that its worker took along is waited for until its recovery, its end, or three minutes', async () => {
    const { t, account } = await start();
    const other = await makeAgent(t, 'two', 'shop');
    const waiting = await other.begin();
    const said = async () => (await other.clear(waiting)).said.kind;
    const lose = async () => {
      const ref = await account.begin();
      const { attempt } = await account.clear(ref, { password: `pw ${t.clock.now}` });
      await t.vault.armAttempt(attempt);
      expect(await said()).toBe('wait');
      return attempt;
    };
    expect(await t.vault.recoverAttempt(await lose())).toMatchObject({ state: 'armed' });
    expect(await said()).toBe('clear');
    t.clock.now += HOUR;
    await account.end(await lose());
    expect(await said()).not.toBe('wait');
    await t.admin('agents.resetAttempts', { id: account.agent });
    t.clock.now += HOUR;
    await lose();
    t.clock.now += 3 * MINUTE;
    expect(await said()).not.toBe('wait');
  });

  it('is typed by nobody whose clearance has gone to another one', async () => {
    const { t, account } = await start();
    const slow = await account.clear(await account.begin());
    t.clock.now += MINUTE;
    const other = await makeAgent(t, 'two', 'shop');
    expect((await other.clear(await other.begin())).said.kind).toBe('clear');
    expect(await t.vault.armAttempt(slow.attempt)).toBe(false);
  });

  it('stays counted when the same step is cleared once more by another worker', async () => {
    const { t, account } = await start();
    const ref = await account.begin();
    const { attempt, submission } = await account.clear(ref);
    await t.vault.armAttempt(attempt);
    expect((await t.vault.clearAttempt(attempt, submission)).kind).toBe('clear');
    expect(await t.vault.armAttempt(attempt)).toBe(false);
    await account.end(ref);
    expect(await account.login('lost')).toBe('sent');
    expect(await account.login('lost')).toBe('lost');
  });

  it('is not held by a login whose attempt was revoked', async () => {
    const { t, account } = await start();
    const { attempt, submission } = await account.clear(await account.begin());
    await t.vault.recoverAttempt(attempt);
    await t.vault.clearAttempt(attempt, submission);
    expect(await t.vault.armAttempt(attempt)).toBe(false);
    const other = await makeAgent(t, 'two', 'shop');
    expect((await other.clear(await other.begin())).said.kind).toBe('clear');
  });

  it('is given back by a login that only waits for a code', async () => {
    const { t, account } = await start();
    const { attempt } = await account.clear(await account.begin());
    await t.vault.releaseAttempt(attempt);
    const other = await makeAgent(t, 'two', 'shop');
    expect((await other.clear(await other.begin())).said.kind).toBe('clear');
  });
});

describe('one-time codes', () => {
  const totp_secret = 'GEZDGNBVGY3TQOJQ';
  const refused = { outcome: 'refused', refused_fields: ['code'] } as const;

  it('stop after two that were refused in a row, for all who share the secret', async () => {
    const { t, account } = await start({ totp_secret });
    const ref = await account.begin();
    const code = { code: true };
    expect(await account.send(ref, refused, code)).toBe('sent');
    expect(await account.send(ref, { outcome: 'accepted' }, code)).toBe('sent');
    expect(await account.send(ref, refused, code)).toBe('sent');
    t.clock.now += 1_000;
    expect(await account.send(ref, refused, code)).toBe('sent');
    expect(await account.send(ref, refused, code)).toBe('codes_refused');
    expect(await account.stopped()).toEqual({ why: 'codes_refused', until: null });
    expect((await begin(t.vault, account.agent)).begun.has_totp).toBe(false);
    await t.admin('credentials.create', { name: 'same', domain: 'example.com', values, totp_secret });
    const other = await makeAgent(t, 'two', 'same');
    expect(await other.login('accepted', code)).toBe('codes_refused');
    await t.admin('credentials.update', { id_or_name: 'same', totp_secret: 'GEZDGNBVGY3TQOJA' });
    expect(await other.login('accepted', code)).toBe('sent');
    await t.admin('agents.resetAttempts', { id: account.agent });
    expect(await account.stopped()).toBeNull();
  });
});

describe('a site whose sessions end at once', () => {
  it('is logged in to ever less often, and as before after a session that lasted', async () => {
    const { t, account } = await start();
    const { agent } = account;
    const check = () => t.vault.checkLogin({ id: agent, session_ended: true }, agent);
    const login = async () => {
      const ref = await account.begin();
      expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
      await account.prove(ref);
      t.clock.now += 1_000;
    };
    const waits: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      await login();
      const stop = await check();
      expect(await check()).toEqual(stop);
      if (stop !== null) {
        expect(stop.why).toBe('short_sessions');
        waits.push((Date.parse(stop.until!) - t.clock.now) / MINUTE);
        t.clock.now = Date.parse(stop.until!);
        expect(await check()).toBeNull();
      }
    }
    expect(waits).toEqual([1, 5, 30, 120, 480, 1440, 1440, 1440, 1440]);
    await login();
    t.clock.now += HOUR;
    expect(await check()).toBeNull();
    await login();
    expect(await check()).toBeNull();
  });
});
