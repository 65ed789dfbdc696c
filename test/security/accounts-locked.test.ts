/** Threat: an account is locked, because logins are sent that it can't bear. The ledger of the vault, on a clock that the test moves. */
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, makeAgent, start, values } from '../vault/support/account.js';

describe('a login that came to', () => {
  it('nothing known is not sent again by itself, neither in it nor in the next one', async () => {
    const { account } = await start();
    const ref = await account.begin();
    expect(await account.send(ref, { outcome: 'unknown' })).toBe('sent');
    expect(await account.send(ref, { outcome: 'unknown' })).toBe('unknown');
    await account.end(ref);
    expect(await account.login('unknown')).toBe('unknown');
    expect(await account.stopped()).toEqual({ why: 'unknown', until: null });
  });

  it('a lost page is sent once more', async () => {
    const { account } = await start();
    expect(await account.login('lost')).toBe('sent');
    expect(await account.login('lost')).toBe('sent');
    expect(await account.login('lost')).toBe('lost');
  });

  it('a lost page, then nothing known, is not sent a third time', async () => {
    const { account } = await start();
    expect(await account.login('lost')).toBe('sent');
    expect(await account.login('unknown')).toBe('sent');
    expect(await account.login('lost')).toBe('unknown');
  });

  it('trouble of the site waits 15 minutes, 1 hour, 4 hours, then a day each time', async () => {
    const { t, account } = await start();
    for (const wait of [15 * MINUTE, HOUR, 4 * HOUR, DAY, DAY]) {
      expect(await account.login('site_trouble')).toBe('sent');
      expect(await account.login('site_trouble')).toBe('site_trouble');
      const stop = await account.stopped();
      expect(stop?.why).toBe('site_trouble');
      t.clock.now = Date.parse(stop!.until!) - 2_000;
      expect(Date.parse(stop!.until!) - t.clock.now).toBeLessThanOrEqual(wait);
      expect(await account.login('site_trouble')).toBe('site_trouble');
      t.clock.now += 2_000;
    }
  });

  it('a lock waits a day, or as long as the site says', async () => {
    const { t, account } = await start();
    expect(await account.login('locked')).toBe('sent');
    t.clock.now += DAY - MINUTE;
    expect(await account.login('locked')).toBe('locked');
    t.clock.now += MINUTE;
    expect(await account.login('locked', {}, { until: t.clock.now + HOUR })).toBe('sent');
    expect(await account.login('locked')).toBe('locked');
    t.clock.now += HOUR;
    expect(await account.login('accepted')).toBe('sent');
  });

  it('a lock after a refused value takes another value only', async () => {
    const { account } = await start({ values: { email: 'ada@example.com' } });
    await account.login('refused', { password: 'a', answers: 1 }, { refused_fields: ['password'] });
    await account.login('locked', { password: 'b', answers: 1 });
    expect(await account.login('accepted', { password: 'b', answers: 1 })).toBe('refused');
    expect(await account.login('accepted', { password: 'c', answers: 1 })).toBe('sent');
  });

  it('a refusal is not sent again before the value changes, from whichever credential it comes', async () => {
    const { t, account } = await start();
    expect(await account.login('refused', {}, { refused_fields: ['password'] })).toBe('sent');
    await t.admin('credentials.create', { name: 'same', domain: 'example.com', values });
    const other = await makeAgent(t, 'other', 'same');
    t.clock.now += 40 * DAY;
    expect(await other.login('refused')).toBe('refused');
    expect(await other.login('accepted', { password: 'new' })).toBe('sent');
  });

  it('a session that does not hold counts as nothing known', async () => {
    const { account } = await start();
    const ref = await account.begin();
    expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
    await account.end(ref, 'session_not_kept');
    expect(await account.login('accepted')).toBe('unknown');
  });

  it('the same secret asked for once more on another form counts as nothing known, where no session came of it', async () => {
    const { account } = await start();
    const ref = await account.begin();
    // "Welcome back": a page that says nothing against the password, and asks for it again.
    expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
    expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
    await account.end(ref);
    expect(await account.login('accepted')).toBe('unknown');
  });

  it('another secret on the next form counts as a step', async () => {
    const { account } = await start();
    const ref = await account.begin();
    expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
    expect(await account.send(ref, { outcome: 'accepted' }, { password: 'memorable word' })).toBe('sent');
    await account.end(ref);
    expect(await account.login('accepted')).toBe('sent');
  });

  it('nothing sent counts for nothing', async () => {
    const { account } = await start();
    for (let n = 0; n < 12; n += 1) expect(await account.login('not_sent')).toBe('sent');
    expect(await account.stopped()).toBeNull();
  });

  it('the next step without a session may be made ten times a day', async () => {
    const { t, account } = await start();
    for (let n = 0; n < 10; n += 1) expect(await account.login('accepted')).toBe('sent');
    expect(await account.login('accepted')).toBe('too_many_logins');
    const stop = await account.stopped();
    expect(stop).toMatchObject({ why: 'too_many_logins', until: expect.any(String) });
    t.clock.now = Date.parse(stop!.until!);
    expect(await account.login('accepted')).toBe('sent');
  });

  it('trouble of the site does not count to what is unclear, but to the logins of a day', async () => {
    const { t, account } = await start();
    for (let n = 0; n < 3; n += 1) {
      expect(await account.login('site_trouble')).toBe('sent');
      t.clock.now = Date.parse((await account.stopped())!.until!);
    }
    for (let n = 0; n < 7; n += 1) expect(await account.login('accepted')).toBe('sent');
    expect(await account.login('accepted')).toBe('too_many_logins');
  });
});

describe('a stop ends', () => {
  it('with a value that was never sent', async () => {
    const { t, account } = await start();
    await account.login('unknown');
    await t.admin('credentials.update', { id_or_name: 'shop', values: { password: 'new' } });
    expect(await account.stopped()).toBeNull();
    expect(await account.login('unknown', { password: 'new' })).toBe('sent');
    // Back to the one before is no new value.
    await t.admin('credentials.update', { id_or_name: 'shop', values });
    expect(await account.login('unknown')).toBe('unknown');
  });

  it("with a person's answer, which is good for one submission", async () => {
    const { account } = await start();
    await account.login('unknown');
    const ref = await account.begin();
    expect(await account.send(ref, null)).toBe('unknown');
    expect(await account.send(ref, { outcome: 'unknown' }, { answers: 1 })).toBe('sent');
    expect(await account.send(ref, { outcome: 'unknown' }, { answers: 1 })).toBe('unknown');
    expect(await account.send(ref, { outcome: 'unknown' }, { answers: 2 })).toBe('sent');
  });

  it("with a person's choice", async () => {
    const { t, account } = await start();
    await account.login('unknown');
    const ref = await account.begin();
    await t.vault.noteChoice(ref);
    expect(await account.send(ref, { outcome: 'unknown' })).toBe('sent');
    expect(await account.send(ref, { outcome: 'unknown' })).toBe('unknown');
  });

  it('with the reset of an admin, and of nobody else', async () => {
    const { t, account } = await start();
    await account.login('locked');
    const orchestrator = await t.callerWith(['orchestrate', 'answer']);
    await expect(orchestrator('agents.resetAttempts', { id: account.agent })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await t.admin('agents.resetAttempts', { id: account.agent })).toMatchObject({ stopped: null });
    expect(await account.login('accepted')).toBe('sent');
  });

  it('with a proven session', async () => {
    const { account } = await start();
    await account.login('lost');
    const ref = await account.begin();
    expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
    await account.prove(ref);
    expect(await account.login('lost')).toBe('sent');
    expect(await account.login('lost')).toBe('sent');
    expect(await account.login('lost')).toBe('lost');
  });

  it('not with a restart', async () => {
    const { t, account } = await start();
    await account.login('locked');
    await t.reopen();
    expect(await account.login('locked')).toBe('locked');
  });
});

describe('an account is the same', () => {
  it.each(['ADA@example.com', '  ada@EXAMPLE.com '])('as %j', async (name) => {
    const { account } = await start();
    await account.login('unknown');
    expect(await account.login('unknown', { name })).toBe('unknown');
    expect(await account.login('unknown', { name: 'bob@example.com' })).toBe('sent');
  });

  it('in whatever letters of one look it is written', async () => {
    const { account } = await start();
    for (const [one, other] of [
      ['ada@example.com', 'ａｄａ＠example．com'],
      ['bea@example.com', 'bea\u200b@exam\u00adple.com\ufeff'],
      ['cleo@example.com', '\u3000\u202ecleo@example.com\t'],
      ['jose\u0301', 'JOSÉ'],
      ['straße-1', 'STRASSE-1'],
      ['irmak', 'İRMAK'],
      ['+49 (151) 234-5678', '49151 2345678'],
      ['Σοφίας', 'ΣΟΦΊΑΣ'],
    ] as const) {
      expect([one, await account.login('unknown', { name: one })]).toEqual([one, 'sent']);
      expect([other, await account.login('unknown', { name: other })]).toEqual([other, 'unknown']);
    }
  });

  it('not by names that only look alike', async () => {
    const { account } = await start();
    for (const name of ['ada', 'ada1', 'a.da', '0151 2345678', '0151 2345679', 'ädä', 'аda'])
      expect([name, await account.login('unknown', { name })]).toEqual([name, 'sent']);
  });

  it('by two credentials, in two profiles', async () => {
    const { t, account } = await start();
    await account.login('unknown');
    await t.admin('credentials.create', { name: 'same', domain: 'example.com', values });
    const other = await makeAgent(t, 'two', 'same');
    expect(await other.stopped()).toEqual({ why: 'unknown', until: null });
    expect(await other.login('unknown')).toBe('unknown');
  });

  it('once its identifier is known, for what was counted before it was', async () => {
    const { t, account } = await start();
    expect(await account.login('lost', { name: null })).toBe('sent');
    expect(await account.login('lost')).toBe('sent');
    expect(await account.login('lost')).toBe('lost');
    expect(await account.login('lost', { name: null })).toBe('lost');
    await t.admin('credentials.create', { name: 'same', domain: 'example.com', values });
    expect(await (await makeAgent(t, 'two', 'same')).login('lost')).toBe('lost');
  });

  it('at the identity provider, whichever site it is used for', async () => {
    const { t, account } = await start();
    const address = 'https://accounts.google.com/signin';
    await account.login('unknown', { address });
    await t.admin('credentials.create', { name: 'other', domain: 'other.example', values });
    const other = await makeAgent(t, 'two', 'other', 'other.example');
    expect(await other.login('unknown', { address })).toBe('unknown');
    expect(await other.login('unknown', { address: 'https://other.example/' })).toBe('sent');
  });

  it('at one port of loopback, and another one at another', async () => {
    const { account } = await start();
    await account.login('unknown', { address: 'http://127.0.0.1:8001/login' });
    expect(await account.login('unknown', { address: 'http://127.0.0.1:8001/other' })).toBe('unknown');
    expect(await account.login('unknown', { address: 'http://127.0.0.1:8002/login' })).toBe('sent');
  });
});
