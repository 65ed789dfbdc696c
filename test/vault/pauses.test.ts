import { describe, expect, it } from 'vitest';
import { type Account, makeAgent, start, values } from './support/account.js';
import { begin, codeOf, openTestVault, rule } from './support/vault.js';

const WHY = { reason: 'the account is moved' };

/** Each switch that is for an agent of www.example.com, and one that is not. */
const SWITCHES = [
  ['its own', (id: string) => ({ id })],
  ['that of its site', () => ({ domain: 'example.com' })],
  ['that of its site, by another host', () => ({ domain: 'login.example.com' })],
] as const;

describe('a pause', () => {
  it.each(SWITCHES)('by %s switch lets no login begin, and is over when it is resumed', async (_, of) => {
    const t = await openTestVault();
    await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values });
    const { agent } = await makeAgent(t, 'one', 'shop', 'shop.example.com');
    const other = await makeAgent(t, 'one', 'shop', 'example.com').then(({ agent: id }) => id);
    t.clock.now += 1_000;
    const pause = await t.admin('agents.pause', { of: of(agent), ...WHY });
    expect(pause).toMatchObject({ reason: WHY.reason, at: '2026-03-01T12:00:01.000Z', by: expect.any(String) });
    expect(await t.admin('agents.retrieve', { id: agent })).toMatchObject({ paused: pause });
    expect(await codeOf(begin(t.vault, agent))).toBe('paused');
    expect(await t.vault.isPaused(agent)).toBe(true);
    expect(await t.vault.checkLogin({ id: agent, session_ended: true }, agent)).toEqual({ why: 'paused', until: null });
    const isOfSite = pause.scope === 'site';
    const { items } = await t.admin('agents.list', {});
    expect(items.filter(({ paused }) => paused).map(({ id }) => id)).toHaveLength(isOfSite ? 2 : 1);
    if (!isOfSite) await begin(t.vault, other);

    await t.reopen();
    expect(await codeOf(begin(t.vault, agent))).toBe('paused');
    expect((await t.admin('agents.pauses', {})).items).toEqual([pause]);
    const resumed = await t.admin('agents.resume', { of: of(agent) });
    expect(resumed.resumed).toBe(true);
    expect(resumed.agents).toContain(agent);
    await begin(t.vault, agent);
    expect(await t.vault.checkLogin({ id: agent, session_ended: true }, agent)).toBeNull();
    expect(await t.admin('agents.resume', { of: of(agent) })).toMatchObject({ resumed: false });
  });

  rule('of another agent or site is none of its business', async () => {
    const { t, account } = await start();
    const other = await makeAgent(t, 'two', 'shop');
    await t.admin('agents.pause', { of: { id: other.agent }, ...WHY });
    await t.admin('agents.pause', { of: { domain: 'other.example' }, ...WHY });
    await t.admin('agents.pause', { of: { domain: 'example.co.uk' }, ...WHY });
    expect(await account.login('accepted')).toBe('sent');
    expect(await t.admin('agents.retrieve', { id: account.agent })).toMatchObject({ paused: null });
  });

  rule('keeps a login in progress from sending anything and from opening a page, until it is resumed', async () => {
    const { t, account } = await start();
    const ref = await account.begin();
    await t.admin('agents.pause', { of: { id: account.agent }, ...WHY });
    const { said } = await account.clear(ref);
    expect(said).toEqual({ kind: 'wait', until: t.clock.now + 30_000 });
    expect(await account.clear(ref, { answers: 1 }).then((one) => one.said.kind)).toBe('wait');
    expect(await t.vault.loadProfile(ref)).toEqual({ kind: 'paused', ask_again_ms: 30_000 });
    await t.admin('agents.resume', { of: { id: account.agent } });
    expect(await t.vault.loadProfile(ref)).toMatchObject({ kind: 'loaded' });
    expect(await account.send(ref, { outcome: 'accepted' })).toBe('sent');
  });

  rule('of a site keeps agents of other sites from sending to it', async () => {
    const { t, account } = await start();
    await t.admin('agents.pause', { of: { domain: 'idp.example' }, ...WHY });
    const ref = await account.begin();
    expect((await account.clear(ref, { address: 'https://login.idp.example/' })).said.kind).toBe('wait');
    expect((await account.clear(ref)).said.kind).toBe('clear');
  });

  rule('holds back what was cleared before it and not armed yet', async () => {
    const { t, account } = await start();
    const ref = await account.begin();
    const { attempt, said } = await account.clear(ref);
    expect(said.kind).toBe('clear');
    await t.admin('agents.pause', { of: { id: account.agent }, ...WHY });
    expect(await t.vault.armAttempt(attempt)).toBe(false);
  });

  rule('is for admins, has a reason, and ends with its agent', async () => {
    const { t, account } = await start();
    const of = { id: account.agent };
    const orchestrate = await t.callerWith(['orchestrate']);
    expect(await codeOf(orchestrate('agents.pause', { of, ...WHY }))).toBe('forbidden');
    expect(await codeOf(t.admin('agents.pause', { of, reason: ' ' }))).toBe('invalid_input');
    expect(await codeOf(t.admin('agents.pause', { of: { id: 'agent_none.example_x' }, ...WHY }))).toBe(
      'agent_not_found',
    );
    await t.admin('agents.pause', { of, ...WHY });
    expect(await codeOf(orchestrate('agents.resume', { of }))).toBe('forbidden');
    await t.admin('agents.revoke', of);
    expect((await t.admin('agents.pauses', {})).items).toEqual([]);
    expect(await makeAgent(t, 'one', 'shop').then((again: Account) => again.login('accepted'))).toBe('sent');
  });
});
