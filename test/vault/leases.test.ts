/** Who uses a session is not logged in under; who has a dead one is. */
import { expect, it } from 'vitest';
import { newLease } from '../../client/new-base.js';
import { HOUR, MINUTE } from './support/account.js';
import { type Keeper, startKeeper } from './support/keeper.js';
import { inStore } from './support/store.js';
import { codeOf, rule } from './support/vault.js';

const DAY_SECONDS = 86_400;

async function nearItsEnd(): Promise<Keeper> {
  const keeper = await startKeeper();
  await keeper.logIn({ ends: 30 * HOUR });
  keeper.t.clock.now += 29 * HOUR;
  return keeper;
}

const leased = async (keeper: Keeper): Promise<number> =>
  Math.round((Date.parse((await keeper.show()).in_use_until ?? '') - keeper.t.clock.now) / 1000);

it('a session in use is not renewed before its end until the lease is given back, or lapses', async () => {
  const keeper = await nearItsEnd();
  const id = await keeper.lend(600);
  expect(await leased(keeper)).toBe(600);
  expect(await keeper.isWanted()).toBe(false);
  const { expires_at } = await keeper.t.admin('leases.renew', { id, lease_seconds: 1_200 });
  expect(Date.parse(expires_at) - keeper.t.clock.now).toBe(1_200_000);
  await keeper.t.reopen();
  keeper.t.clock.now += 15 * MINUTE;
  expect(await keeper.isWanted()).toBe(false);
  await keeper.t.admin('leases.release', { id });
  await keeper.t.admin('leases.release', { id });
  keeper.t.clock.now += 6 * MINUTE;
  expect((await keeper.show()).in_use_until).toBeNull();
  expect(await keeper.isWanted()).toBe(true);
});

it('one that has lapsed is not gone on with, and leaves nothing behind', async () => {
  const keeper = await nearItsEnd();
  const id = await keeper.lend(60);
  expect(await keeper.isWanted()).toBe(false);
  keeper.t.clock.now += 6 * MINUTE;
  expect(await codeOf(keeper.t.admin('leases.renew', { id, lease_seconds: 60 }))).toBe('lease_not_found');
  expect(await keeper.isWanted()).toBe(true);
  await keeper.t.vault.sweep();
  await keeper.t.vault.close();
  expect(await inStore(keeper.t, (db) => db.selectFrom('session_leases').selectAll().execute())).toEqual([]);
});

rule('of two who use it, the last one counts; of another site or another profile, none', async () => {
  const keeper = await nearItsEnd();
  const { t } = keeper;
  await t.admin('profiles.create', { name: 'elsewhere' });
  await t.admin('profiles.storageState', { id_or_name: 'elsewhere', lease: newLease(DAY_SECONDS) });
  await t.admin('profiles.storageState', { id_or_name: 'one', domain: 'other.org', lease: newLease(DAY_SECONDS) });
  expect((await keeper.show()).in_use_until).toBeNull();
  const state = await t.admin('profiles.storageState', { id_or_name: 'one', lease: newLease(300) });
  expect(state.lease).toMatchObject({ expires_at: expect.any(String) });
  await keeper.lend(100);
  expect(await leased(keeper)).toBe(300);
});

rule('a call that is repeated begins no second lease', async () => {
  const keeper = await nearItsEnd();
  const lease = newLease(300);
  for (let n = 0; n < 2; n += 1) await keeper.t.admin('profiles.session', { id_or_name: 'one', lease });
  await keeper.t.admin('leases.release', { id: lease.id });
  expect((await keeper.show()).in_use_until).toBeNull();
});

rule.each([0, -1, 1.5, DAY_SECONDS + 1])('%s seconds are refused', async (lease_seconds) => {
  const { t } = await startKeeper();
  const lease = newLease(lease_seconds);
  expect(await codeOf(t.admin('profiles.session', { id_or_name: 'one', lease }))).toBe('invalid_input');
});

rule('one that is found dead is no use to its user: the agent needs a login, and is told so', async () => {
  const keeper = await startKeeper();
  await keeper.logIn();
  await keeper.lend(DAY_SECONDS);
  keeper.t.clock.now += HOUR;
  expect(await keeper.look('out')).toBe(false);
  const { items } = await keeper.t.admin('events.list', {});
  expect(items.map(({ type }) => type)).toContain('session.expired');
  expect(await keeper.t.vault.hearChange({ id: keeper.id, heard: null }, keeper.id)).toMatchObject({
    has_session: false,
    is_over: true,
  });
  expect(await keeper.t.vault.checkLogin({ id: keeper.id, session_ended: true }, keeper.id)).toBeNull();
});

it('where a look changes the session nobody looks while it is in use', async () => {
  const keeper = await startKeeper();
  await keeper.logIn({ changes: true });
  keeper.t.clock.now += HOUR;
  expect(await keeper.look('in')).toBe(true);
  const id = await keeper.lend(DAY_SECONDS);
  keeper.t.clock.now += HOUR;
  expect(await keeper.look('out')).toBeNull();
  expect((await keeper.show()).status).toBe('AUTHENTICATED');
  await keeper.t.admin('leases.release', { id });
  expect(await keeper.look('out')).toBe(false);
});

it('is logged in under once, whoever asks at the same time what is due', async () => {
  const keeper = await nearItsEnd();
  keeper.t.clock.now += 45 * MINUTE;
  const all = await Promise.all([1, 2, 3].map(() => keeper.t.vault.wantDue()));
  expect(all.reduce((sum, one) => sum + one)).toBe(1);
});
