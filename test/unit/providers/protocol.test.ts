import { describe, expect, it } from 'vitest';
import { ITEM_ANSWER, ITEMS_ANSWER } from '../../../activities/providers/shared/protocol.js';

describe('what a program of somebody answers', () => {
  it('may have null and numbers among the values of an item', () => {
    const answer = { item: { values: { username: 'u', password: null, company_id: 4711, email: '' }, totp: null } };
    expect(ITEM_ANSWER.parse(answer)).toEqual({
      values: { username: 'u', company_id: '4711' },
      totp: null,
      version: '',
      instead: null,
    });
  });

  it.each([
    ['a name that no value has', { PASSWORD: 'x' }],
    ['a list', { password: ['x'] }],
    ['a value that nobody types', { password: 'x'.repeat(5000) }],
    ['true', { password: true }],
  ])('is refused with %s in the place of a value', (_, values) => {
    expect(ITEM_ANSWER.safeParse({ item: { values } }).success).toBe(false);
  });

  it('costs no item for the sake of another one', () => {
    const odd = [
      null,
      'x',
      [],
      { title: 'no id' },
      { id: '', title: 't' },
      { id: 'x'.repeat(600), title: 't' },
      { id: 'number', title: 7 },
      { id: 'long', title: 't', username: 'x'.repeat(2000) },
      { id: 'version', title: 't', version: {} },
      { id: 'archived', title: 't', archived: 'yes' },
      { id: 'vault', title: 't', vault: { id: '', name: 'n' } },
      { id: 'reach', title: 't', urls: [{ url: 'https://a.example', reach: 'everywhere' }] },
      { id: 'mixed', title: 't', urls: [null, 7, {}, 'https://b.example'] },
      { id: '../..', title: '\u001b[31m' },
    ];
    const items = ITEMS_ANSWER.parse({ items: odd });
    expect(items.map(({ item_id, addresses }) => [item_id, addresses.length])).toEqual([
      ['reach', 0],
      ['mixed', 1],
      ['../..', 0],
    ]);
  });
});
