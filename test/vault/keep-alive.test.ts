/** Sessions that are visited so that they do not end for want of use. */
import { expect, it } from 'vitest';
import { HOUR, MINUTE } from './support/account.js';
import { type Keeper, startKeeper } from './support/keeper.js';

/** An agent on a site that ends what nobody has used for forty minutes. */
async function onQuickSite(): Promise<Keeper> {
  const keeper = await startKeeper();
  await keeper.update({ health_check_interval: 3_600 });
  await keeper.logIn();
  keeper.t.clock.now += HOUR;
  await keeper.look('out');
  await keeper.logIn();
  // Looked at as soon as it is there, to learn how.
  await keeper.look('in');
  return keeper;
}

const dueAfter = async (keeper: Keeper, ms: number): Promise<boolean> => {
  keeper.t.clock.now += ms;
  return (await keeper.t.vault.dueChecks()).includes(keeper.id);
};

it('is looked at sooner than the site would end it, once that is known, and only if that is wanted', async () => {
  const keeper = await onQuickSite();
  expect(await dueAfter(keeper, 35 * MINUTE)).toBe(false);
  expect(await keeper.update({ keep_alive: true })).toMatchObject({ keep_alive: true });
  expect(await dueAfter(keeper, 30 * MINUTE)).toBe(true);
  await keeper.look('in');
  expect(await dueAfter(keeper, 20 * MINUTE)).toBe(false);
  expect(await dueAfter(keeper, 10 * MINUTE)).toBe(true);
});

it('also where its session is not looked at for any other reason', async () => {
  const keeper = await onQuickSite();
  await keeper.update({ health_checks: false });
  expect(await dueAfter(keeper, 2 * HOUR)).toBe(false);
  await keeper.update({ keep_alive: true });
  await keeper.update({ keep_alive: null });
  expect(await dueAfter(keeper, 2 * HOUR)).toBe(false);
  await keeper.update({ keep_alive: true });
  expect(await dueAfter(keeper, HOUR)).toBe(true);
});

it('a browser visits where no request could; not under its user', async () => {
  const keeper = await startKeeper();
  await keeper.logIn({ probe: null });
  keeper.t.clock.now += 2 * HOUR;
  expect(await keeper.isWanted()).toBe(false);
  await keeper.update({ keep_alive: true });
  const lease = await keeper.lend(60);
  keeper.t.clock.now += 2 * HOUR;
  await keeper.lend(60);
  expect(await keeper.isWanted()).toBe(false);
  await keeper.t.admin('leases.release', { id: lease });
  keeper.t.clock.now += 2 * HOUR;
  expect(await keeper.isWanted()).toBe(true);
  const ref = await keeper.account.begin();
  // With the session: it is a visit, and no new login.
  expect(await keeper.t.vault.knownTo(ref)).toMatchObject({ renews: false });
  await keeper.account.end(ref);
  await keeper.logIn({ typed: false, probe: null });
  keeper.t.clock.now += 30 * MINUTE;
  expect(await keeper.isWanted()).toBe(false);
});
