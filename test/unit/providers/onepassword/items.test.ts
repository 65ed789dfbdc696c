import { describe, expect, it } from 'vitest';
import { itemValuesOf, overviewOf } from '../../../../activities/providers/onepassword/item.js';
import { ITEM, OVERVIEWS } from '../../../../activities/providers/onepassword/schemas.js';
import { failure, useCore } from './support.js';

const t = useCore();

describe('items', () => {
  const about = { id: 'i', title: 't', category: 'Login', vaultId: 'v', updatedAt: new Date(0) };
  const vault = { id: 'v', name: 'Team' };
  const login = (fields: readonly unknown[]) => itemValuesOf(ITEM.parse({ ...about, fields }));
  const text = (id: string, value: string, more: object = {}) => ({ id, title: id, fieldType: 'Text', value, ...more });

  it('reach as far as their websites say', () => {
    const websites = ['AnywhereOnWebsite', 'ExactDomain', 'Never', 'OfLater'].map((autofillBehavior) => ({
      url: 'https://x.example',
      label: '',
      autofillBehavior,
    }));
    const [item] = OVERVIEWS.parse([{ ...about, websites, state: 'active' }]);
    expect(overviewOf(item!, vault).addresses.map(({ reach }) => reach)).toEqual(['site', 'host', 'never', 'host']);
  });

  it('of other categories, and archived ones, are left out', async () => {
    const item = { ...about, vaultId: vault.id, updatedAt: '2026-01-01T00:00:00Z', websites: [], state: 'active' };
    const of = (id: string, more: object) => ({ ...item, id, title: id, ...more });
    const listed = [
      of('a', {}),
      of('b', { category: 'Password' }),
      of('c', { category: 'SecureNote' }),
      of('d', { state: 'archived' }),
    ];
    t.bench.core.instead = ({ name }) =>
      name === 'VaultsList'
        ? JSON.stringify([{ id: 'v', title: 'Team', contentVersion: 1 }])
        : name === 'ItemsList'
          ? JSON.stringify(listed)
          : null;
    expect((await t.bench.open().list()).map(({ title }) => title)).toEqual(['a', 'b']);
    t.bench.core.instead = ({ name }) => (name === 'ItemsGet' ? JSON.stringify({ ...listed[2], fields: [] }) : null);
    const error = await failure(t.bench.open().read({ vault_id: 'v', item_id: 'c' }));
    expect(error.code).toBe('provider_item_not_found');
  });

  it('have the values of their own fields, and further ones by label', () => {
    const fields = [
      text('mail', 'm@x.example', { fieldType: 'Email', title: 'contact' }),
      text('username', 'u'),
      text('username', 'of a section', { sectionId: 's', title: 'Second user' }),
      text('password', 'p', { fieldType: 'Concealed' }),
      text('ref', 'r', { fieldType: 'Reference' }),
      text('pin', '', { fieldType: 'Concealed' }),
      text('co', 'c', { title: 'Company ID' }),
    ];
    expect(login(fields).values).toEqual({
      username: 'u',
      password: 'p',
      contact: 'm@x.example',
      second_user: 'of a section',
      company_id: 'c',
    });
    expect(login(fields.slice(0, 1)).values).toEqual({ username: 'm@x.example' });
  });

  it('give the code of the login, as an address or as a bare secret', () => {
    const totp = (value: string, more: object) => text(value, value, { fieldType: 'Totp', ...more });
    const other = totp('otpauth://totp/other', { sectionId: 's', title: 'spare' });
    const named = totp('GEZDGNBVGY3TQOJQ', { sectionId: 's', title: 'One-time password' });
    const own = totp('otpauth://totp/own', {});
    expect(login([other, named, own]).totp).toBe('otpauth://totp/own');
    expect(login([other, named]).totp).toBe('GEZDGNBVGY3TQOJQ');
    expect(login([other, totp('', {})]).totp).toBe('otpauth://totp/other');
    expect(login([]).totp).toBeNull();
  });

  it('that are signed in with another account say so, where nothing else is there to type', () => {
    const linked = { id: 'l', title: 'l', fieldType: 'Reference', value: 'other', sectionId: 'linked items' };
    expect(login([text('username', 'ada'), linked]).instead).toBe('sign_in_with');
    expect(login([text('username', 'ada'), text('password', 'pw'), linked]).instead).toBeNull();
    expect(login([text('username', 'ada'), { ...linked, sectionId: 'notes' }]).instead).toBeNull();
  });

  it('whose entries are not as they should be cost no other', () => {
    const good = {
      ...about,
      websites: [{ url: null, autofillBehavior: 7 }, { url: 'https://x.example' }],
      state: 'active',
    };
    const read = OVERVIEWS.parse([good, { ...good, id: '' }, null, { ...good, websites: 'none' }]);
    expect(read.map((one) => overviewOf(one, vault).addresses)).toEqual([
      [
        { url: '', reach: 'host' },
        { url: 'https://x.example', reach: 'site' },
      ],
      [],
    ]);
  });
});
