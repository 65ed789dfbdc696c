/** What somebody has changed of a site, by the rules alone. */
import { expect, it } from 'vitest';
import type { Part } from '../../activities/vault/profiles/jar.js';
import type { Session } from '../../activities/vault/profiles/session.js';
import { sumOfParts, wholeOf, withChanges } from '../../activities/vault/profiles/session-changes.js';
import { cookie, origin } from './support/profile.js';
import { START } from './support/vault.js';

const SITE = 'example.com';
const ONE = 'https://one.example.com';
const OTHER = 'https://other.example.com';

const part = (owner: string | null, session: Partial<Session>): Part => ({
  ...{ site: SITE, owner, for_all: false, version: 1 },
  session: { storage_state: { cookies: [], origins: [] }, session_storage: null, ...session },
});
const stored = (...origins: Session['storage_state']['origins']) => ({ storage_state: { cookies: [], origins } });
const items = (name: string, ...names: string[]) => ({
  origin: name,
  localStorage: names.map((one) => ({ name: one, value: '1' })),
});

/** Parts after somebody who had `then` has `ours`. */
function after(then: readonly Part[], ours: Partial<Session>, hasDatabases = true, now = then) {
  const here: Session = { storage_state: { cookies: [], origins: [] }, session_storage: null, ...ours };
  const whole = wholeOf(sumOfParts(then), here, hasDatabases);
  return withChanges({ site: SITE, then, shown: now, isNamed: true, ours: whole, version: 2, at: START }, now).map(
    ({ owner, session, unproven }) => ({ owner, ...session, unproven }),
  );
}

it('sessionStorage of tabs that were open is as it is there, also empty, and else as it was', () => {
  const tabs: NonNullable<Session['session_storage']> = { [ONE]: { a: '1', b: '1' }, [OTHER]: { c: '1' } };
  const before = [part(null, { session_storage: tabs })];
  const tabsAfter = (session_storage: Session['session_storage'], now?: Part[]) =>
    after(before, { session_storage }, true, now)[0]?.session_storage;
  expect(tabsAfter(null)).toEqual(tabs);
  expect(tabsAfter({})).toEqual(tabs);
  expect(tabsAfter({ [ONE]: { a: '2' } })).toEqual({ [ONE]: { a: '2' }, [OTHER]: { c: '1' } });
  expect(tabsAfter({ [ONE]: {} })).toEqual({ [OTHER]: { c: '1' } });
  expect(tabsAfter({ 'https://new.example.com': { n: '1' } })).toEqual({
    ...tabs,
    'https://new.example.com': { n: '1' },
  });
  const renewed = part(null, { session_storage: { ...tabs, [ONE]: { a: 'renewed', b: '1' } } });
  expect(tabsAfter({ [ONE]: { a: 'mine', b: '2' } }, [renewed])).toEqual({
    ...tabs,
    [ONE]: { a: 'renewed', b: '2' },
  });
});

it('databases that were not asked for are as they were, and gone where they were asked for', () => {
  const withDatabase = { ...origin(ONE, '1'), indexedDB: [{ name: 'db' }] };
  const before = [part(null, stored(withDatabase))];
  expect(after(before, stored(origin(ONE, '2')), false)[0]?.storage_state.origins).toEqual([
    { ...origin(ONE, '2'), indexedDB: [{ name: 'db' }] },
  ]);
  expect(after(before, stored(origin(ONE, '2')))[0]?.storage_state.origins).toEqual([origin(ONE, '2')]);
});

it('storage of an origin is of the part that it came from: another one’s, which it hid, stays', () => {
  const before = [part('a', stored(items(ONE, 'a'))), part('b', stored(items(ONE, 'hidden'), items(OTHER, 'b')))];
  const made = after(before, stored(items(ONE, 'a', 'new'), items(OTHER, 'b', 'more')));
  expect(made.map(({ owner, storage_state }) => [owner, storage_state.origins])).toEqual([
    ['a', [items(ONE, 'a', 'new')]],
    ['b', [items(ONE, 'hidden'), items(OTHER, 'b', 'more')]],
  ]);
});

it('what is the same is proven as it was, and what is empty is gone', () => {
  const before = [{ ...part(null, { storage_state: { cookies: [cookie('s', '1')], origins: [] } }), proven_at: 1 }];
  expect(after(before, { storage_state: { cookies: [cookie('s', '1')], origins: [] } })[0]?.unproven).toBeUndefined();
  expect(after(before, { storage_state: { cookies: [cookie('s', '2')], origins: [] } })[0]?.unproven).toBe(true);
  expect(after(before, {})).toEqual([]);
});
