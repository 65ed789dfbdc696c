import { expect, it } from 'vitest';
import { openShown, sealShown } from '../../contract/index.js';
import { begin, grant, openTestVault, prove, rule } from './support/vault.js';

const SITE = 'shop.example';

it('who may answer sees the texts of a login, also after its end, and nobody without a key', async () => {
  const { vault, admin, callerWith } = await openTestVault();
  const { id } = await grant(admin, SITE);
  const { ref } = await begin(vault, id);
  const { view_key } = await vault.knownTo(ref);
  const sealed = await sealShown({ message: 'Anna, your code is on its way' }, view_key);
  await vault.closeInvocation({ ...ref, status: 'CANCELED', error_code: null, save_credential_as: null, given: {} });
  const asked = await (await callerWith(['answer']))('invocations.viewKey', { invocation_id: ref.invocation_id });
  expect((await openShown(sealed, asked.view_key)).message).toMatch(/^Anna/);
  const other = await begin(vault, id);
  await expect(openShown(sealed, (await vault.knownTo(other.ref)).view_key)).rejects.toMatchObject({
    code: 'unreadable_value',
  });
});

rule('a value is opened by either name of its field, and saved under the name that the site gives it', async () => {
  const { vault, admin, accessKey } = await openTestVault();
  const { id } = await grant(admin, SITE);
  const { ref, give } = await begin(vault, id, undefined, { access_key: accessKey, save_credential_as: 'shop' });
  const names = ['kundennummer', 'код_филиала'];
  expect(await vault.nameFields(ref, names)).toEqual(names);
  const bySite = { ...(await give('код_филиала', 'Nord')), field: 'field_2' };
  const byPlain = await give('field_1', '4711');
  expect(await vault.openGiven({ ...ref, ...bySite })).toBe('Nord');
  expect(await vault.openGiven({ ...ref, ...byPlain })).toBe('4711');
  await expect(vault.openGiven({ ...ref, ...bySite, field: 'field_1' })).rejects.toMatchObject({
    code: 'not_entitled',
  });
  await prove(vault, ref);
  await vault.closeInvocation({
    ...ref,
    status: 'SUCCESS',
    error_code: null,
    save_credential_as: 'shop',
    given: { field_1: byPlain, field_2: bySite },
  });
  expect((await admin('credentials.retrieve', { id_or_name: 'shop' })).value_keys).toEqual(names);
});

it('a picture of a page is for an admin key, for 7 days', async () => {
  const { vault, admin, callerWith, clock } = await openTestVault();
  const { id } = await grant(admin, SITE);
  const { ref } = await begin(vault, id);
  const { invocation_id } = ref;
  expect(await vault.keepPicture(ref, Buffer.alloc(2_000_000))).toBe(false);
  expect(await admin('invocations.picture', { invocation_id })).toBeNull();
  expect(await vault.keepPicture(ref, Buffer.from('pixels'))).toBe(true);
  expect(await admin('invocations.picture', { invocation_id })).toMatchObject({
    jpeg: Buffer.from('pixels').toString('base64'),
  });
  const others = await callerWith(['answer', 'orchestrate']);
  await expect(others('invocations.picture', { invocation_id })).rejects.toMatchObject({ code: 'forbidden' });
  clock.now += 7 * 24 * 3_600_000;
  expect(await admin('invocations.picture', { invocation_id })).toBeNull();
  await vault.sweep();
  clock.now -= 1_000;
  expect(await admin('invocations.picture', { invocation_id })).toBeNull();
});
