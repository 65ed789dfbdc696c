import { expect, it } from 'vitest';
import { brief, cookie, cookiesOf, loginOf, save, saving, state } from './support/profile.js';
import { runSql } from './support/store.js';
import { load, openTestVault, type TestVault } from './support/vault.js';

const SITE = 'example.com';
const URL = 'https://www.example.com/code';

const versionsOf = async (t: TestVault): Promise<number[]> => {
  const rows = await runSql(t, 'select version from profile_versions order by version');
  return rows.map(({ version }) => Number(version));
};

/** Two agents that name one site. One of them waits for a person, with a step done. */
async function waiting() {
  const t = await openTestVault();
  const [waits, other] = [await loginOf(t, `www.${SITE}`), await loginOf(t, `app.${SITE}`)];
  await save(t, other, () => [cookie('s', '0'), cookie('step', '0'), cookie('gone', '0')]);
  const { hold, profile } = await load(t.vault, waits);
  const storage_state = state(cookie('s', '0'), cookie('step', '1'));
  await t.vault.saveCheckpoint(waits, { storage_state, url: URL, base_version: profile!.version });
  await t.vault.releaseProfile(hold);
  return { t, waits, other };
}

const renew = async ({ t, other }: Pick<Awaited<ReturnType<typeof waiting>>, 't' | 'other'>, times: number) => {
  for (let n = 1; n <= times; n += 1)
    await save(t, other, (cookies) => cookies.map((one) => (one.name === 's' ? cookie('s', String(n)) : one)));
};

const close = (t: TestVault, ref: Awaited<ReturnType<typeof loginOf>>) =>
  t.vault.closeInvocation({ ...ref, status: 'CANCELED', error_code: null, save_credential_as: null, given: {} });

it('what a waiting login began with is kept until it ends: it loses nothing of its own, and nothing of the others', async () => {
  const of = await waiting();
  const { t, waits } = of;
  await renew(of, 9);
  const again = await load(t.vault, waits);
  const { storage_state } = (await t.vault.loadCheckpoint(waits))!;
  // What it had deleted stays so, which nobody could know without its beginning.
  expect(brief(storage_state)).toEqual(['s=9', 'step=1']);
  await t.vault.saveProfile(saving(again.hold, again.profile, { storage_state }));
  expect(await cookiesOf(t, waits)).toEqual(['s=9', 'step=1']);
});

it('a version goes when nobody began with it any more, however its login ended', async () => {
  const of = await waiting();
  const { t, waits, other } = of;
  await renew(of, 5);
  await close(t, other);
  expect(await versionsOf(t)).toEqual([1, 4, 5, 6]);
  await close(t, waits);
  expect(await versionsOf(t)).toEqual([4, 5, 6]);
});

it('a login that ended without saying so keeps no version', async () => {
  const of = await waiting();
  const { t } = of;
  await renew(of, 5);
  t.clock.now += 40 * 24 * 3_600_000;
  await t.vault.sweep();
  expect(await versionsOf(t)).toEqual([4, 5, 6]);
});

it('a profile that was deleted and made again is another one: a login that was half done with the old one begins anew', async () => {
  const { t, waits, other } = await waiting();
  await t.admin('profiles.delete', { id_or_name: 'p' });
  await save(t, other, () => [cookie('s', 'new')]);
  const { profile } = await load(t.vault, waits);
  expect(await t.vault.loadCheckpoint(waits)).toBeNull();
  expect(brief(profile!.storage_state)).toEqual(['s=new']);
});

it('a cookie that ran out with a waiting login is not deleted where another one has renewed it', async () => {
  const t = await openTestVault();
  const [waits, other] = [await loginOf(t, `www.${SITE}`), await loginOf(t, `app.${SITE}`)];
  const until = (seconds: number, value: string) => ({ ...cookie('s', value), expires: t.clock.now / 1000 + seconds });
  await save(t, other, () => [until(60, '0')]);
  const { hold, profile } = await load(t.vault, waits);
  await t.vault.saveCheckpoint(waits, { storage_state: state(), url: URL, base_version: profile!.version });
  await t.vault.releaseProfile(hold);
  await save(t, other, () => [until(3600, '1')]);
  t.clock.now += 120_000;
  await load(t.vault, waits);
  expect(brief((await t.vault.loadCheckpoint(waits))!.storage_state)).toEqual(['s=1']);
});
