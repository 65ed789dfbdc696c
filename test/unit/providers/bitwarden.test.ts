import { expect, it } from 'vitest';
import { ITEM, itemValuesOf, overviewOf } from '../../../activities/providers/bitwarden/item.js';

const item = (login: object, more: object = {}) =>
  ITEM.parse({ id: 'i', type: 1, login: { username: 'u', password: 'p', ...login }, ...more });

it.each([
  [null, 'site'],
  [0, 'site'],
  [1, 'host'],
  [2, 'host'],
  [3, 'host'],
  [4, 'never'],
  [5, 'never'],
  [9, 'never'],
])('an address that is matched by %s reaches its %s', (match, reach) => {
  const { addresses } = overviewOf(item({ uris: [{ uri: 'https://x.example', match }] }), []);
  expect(addresses).toEqual([{ url: 'https://x.example', reach }]);
});

it.each([
  [
    'whose owner wants to be asked first',
    {},
    { reprompt: 1, fields: [{ name: 'pin', value: '1', type: 1 }] },
    'hidden',
  ],
  ['of an organisation that hides passwords', { password: null }, { organizationId: 'o' }, 'hidden'],
  ['for a passkey', { password: null, fido2Credentials: [{}] }, {}, 'passkey'],
])('gives no secret of an item %s, and says so', (_, login, more, instead) => {
  expect(itemValuesOf(item({ totp: null, ...login }, more))).toMatchObject({
    values: { username: 'u' },
    totp: null,
    instead,
  });
});

it("gives Steam's secrets, too", () => {
  expect(itemValuesOf(item({ totp: 'steam://ABC' })).totp).toBe('steam://ABC');
});
