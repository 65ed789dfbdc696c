import { describe, expect, it } from 'vitest';
import { brief, cookie, cookiesOf, loaded, loginOf, origin, save, state, sum } from './support/profile.js';
import { browser } from './support/session.js';
import { codeOf, load, openTestVault, rule } from './support/vault.js';

const A = 'a.example';
const B = 'b.example';

describe('what a browser writes back', () => {
  it('is what it changed: a login renewed meanwhile, and what other sites have, stay as they are', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, A), await loginOf(t, B)];
    await save(t, a, { storage_state: state(cookie('s', '0', A), cookie('theme', 'light', A)) });
    await save(t, b, { storage_state: state(cookie('s', '0', B)), session_storage: { [`https://${B}`]: { t: '1' } } });
    const used = await browser(t);
    await save(t, a, () => [cookie('s', '1', A), cookie('theme', 'light', A)]);
    await save(t, b, { storage_state: state(cookie('s', '1', B)) });
    expect(await used.change(cookie('theme', 'dark', A))).toMatchObject({ version: 5, left_out: [] });
    expect(await cookiesOf(t, a)).toEqual(['s=1', 'theme=dark']);
    expect(await loaded(t, b)).toMatchObject({
      storage_state: { cookies: [{ value: '1' }] },
      session_storage: { [`https://${B}`]: { t: '1' } },
    });
  });

  rule('goes behind what a login has proven meanwhile, and deletes what it deleted', async () => {
    const t = await openTestVault();
    const a = await loginOf(t, A);
    await save(t, a, () => [cookie('s', '0', A), cookie('hint', '0', A)]);
    const used = await browser(t);
    await save(t, a, () => [cookie('s', 'renewed', A), cookie('hint', '0', A)]);
    await used.change(cookie('s', 'of the browser', A), cookie('hint', '', A));
    expect(await cookiesOf(t, a)).toEqual(['s=renewed']);
  });

  rule('waits while a login holds the site, which is told, and no longer; other sites do not wait', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, A), await loginOf(t, B)];
    await save(t, a, () => [cookie('s', '0', A)]);
    await save(t, b, () => [cookie('s', '0', B)]);
    const [one, other] = [await browser(t), await browser(t)];
    const { hold } = await load(t.vault, a);
    expect(await t.admin('profiles.session', { id_or_name: 'p', when_free: true })).toEqual({ in_use: true });
    expect(await one.change(cookie('s', '1', A))).toEqual({ in_use: true });
    expect(await t.vault.keepProfile(hold)).toBe('wanted');
    expect(await other.change(cookie('s', '1', B))).toMatchObject({ left_out: [] });
    await t.vault.releaseProfile(hold);
    expect(await one.change(cookie('s', '1', A))).toMatchObject({ left_out: [] });
    expect([await cookiesOf(t, a), await cookiesOf(t, b)]).toEqual([['s=1'], ['s=1']]);
  });

  it('is of several browsers at once: each one’s changes are there in the end', async () => {
    const t = await openTestVault();
    const a = await loginOf(t, A);
    await save(t, a, () => [cookie('s', '0', A)]);
    const [one, other] = [await browser(t), await browser(t)];
    await one.change(cookie('one', '1', A));
    await other.change(cookie('other', '1', A));
    expect(await cookiesOf(t, a)).toEqual(['one=1', 'other=1', 's=0']);
  });

  rule('of a session that was imported over is left out, and that is said', async () => {
    const t = await openTestVault();
    const a = await loginOf(t, A);
    await save(t, a, () => [cookie('s', '0', A)]);
    const used = await browser(t);
    const storage_state = state(cookie('token', 'imported', A));
    await t.admin('profiles.import', { name: 'p', domain: A, storage_state });
    expect(await used.change(cookie('s', '1', A), cookie('s', '1', 'new.example'))).toMatchObject({ left_out: [A] });
    expect(await cookiesOf(t, a)).toEqual(['s=1', 'token=imported']);
    expect(await sum(t, A)).toEqual(['token=imported']);
  });

  rule('is kept in whose part it was, and what nobody has had is for all', async () => {
    const t = await openTestVault();
    const [a, b] = [await loginOf(t, A), await loginOf(t, B)];
    await save(t, a, () => [cookie('s', 'a', A), cookie('idp', 'a', 'idp.example')]);
    await save(t, b, () => [cookie('s', 'b', B), cookie('other', 'b', 'idp.example')]);
    const used = await browser(t);
    expect(brief(used.session.storage_state)).toEqual(['idp=a', 'other=b', 's=a', 's=b']);
    await used.change(cookie('idp', 'new', 'idp.example'), cookie('seen', '1', 'new.example'));
    expect(await cookiesOf(t, a)).toEqual(['idp=new', 's=a', 'seen=1']);
    expect(await cookiesOf(t, b)).toEqual(['other=b', 's=b', 'seen=1']);
  });

  rule('writes nothing where nothing was changed, and knows storage by its items', async () => {
    const t = await openTestVault();
    const a = await loginOf(t, A);
    const at = `https://${A}`;
    await save(t, a, { storage_state: { cookies: [], origins: [origin(at, '0')] } });
    const [idle, used] = [await browser(t), await browser(t)];
    const { storage_state } = idle.session;
    expect(await idle.write({ ...storage_state, origins: [...storage_state.origins].reverse() })).toMatchObject({
      version: 1,
    });
    await save(t, a, { storage_state: { cookies: [], origins: [origin(at, 'renewed')] } });
    const localStorage = [
      { name: 'note', value: '1' },
      { name: 't', value: '0' },
    ];
    await used.write({ cookies: [], origins: [{ origin: at, localStorage }] });
    expect((await loaded(t, a))?.storage_state.origins).toEqual([
      { origin: at, localStorage: [{ name: 't', value: 'renewed' }, localStorage[0]] },
    ]);
  });

  rule('is proven by nobody, until a login does', async () => {
    const t = await openTestVault();
    const a = await loginOf(t, A);
    await save(t, a, () => [cookie('s', '0', A)]);
    await (await browser(t)).change(cookie('s', '1', A));
    const replace = (value: string) =>
      t.admin('profiles.import', { name: 'p', domain: A, storage_state: state(cookie('s', value, A)) });
    expect(await replace('2')).toMatchObject({ replaced: [{ domain: A, proven_at: null }] });
    await save(t, a, (cookies) => cookies);
    expect(await replace('3')).toMatchObject({ replaced: [{ domain: A, proven_at: expect.any(String) }] });
  });

  rule(
    'is left out where what it began with is not known any more, and goes into no other profile of that name',
    async () => {
      const t = await openTestVault();
      const a = await loginOf(t, A);
      await save(t, a, () => [cookie('s', '0', A)]);
      const [late, lost] = [await browser(t), await browser(t)];
      t.clock.now += 40 * 24 * 3_600_000;
      await t.vault.sweep();
      await t.admin('profiles.import', { name: 'p', domain: A, storage_state: state(cookie('s', '1', A)) });
      expect(await late.change(cookie('more', '1', A))).toMatchObject({ left_out: [A] });
      expect(await sum(t)).toEqual(['s=1']);
      const again = await browser(t);
      await t.admin('profiles.delete', { id_or_name: 'p' });
      await t.admin('profiles.create', { name: 'p' });
      expect(await codeOf(again.change(cookie('s', '2', A)))).toBe('profile_not_found');
      expect(await lost.change()).toBeDefined();
    },
  );
});
