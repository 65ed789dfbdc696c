import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listOfReadable, listVaults } from '../../../activities/providers/shared/lists.js';
import type { ItemOverview } from '../../../activities/providers/types.js';
import { AgentAuthError, type ErrorCode } from '../../../contract/errors/errors.js';

const NUMBERS = listOfReadable(z.number(), 3);

it('leaves out entries that are not understood, unless all are so', () => {
  expect(NUMBERS.parse([1, 'two', null, 3].slice(0, 3))).toEqual([1]);
  expect(NUMBERS.parse([])).toEqual([]);
  for (const list of [['one'], [{}, null], [1, 2, 3, 4], null, {}]) expect(NUMBERS.safeParse(list).success).toBe(false);
});

describe('the items of vaults', () => {
  const vault = (id: string) => ({ id, name: id, version: `${id}1` });
  const item = (id: string) => ({ item_id: id }) as ItemOverview;
  const refused = (code: ErrorCode) => async (): Promise<readonly ItemOverview[]> => {
    throw new AgentAuthError(code);
  };
  const [gone, forbidden, down] = [
    refused('provider_item_not_found'),
    refused('provider_forbidden'),
    refused('provider_unavailable'),
  ];
  const list = (
    lists: Readonly<Record<string, () => Promise<readonly ItemOverview[]>>>,
    known: readonly string[] = [],
  ) =>
    listVaults(
      Object.keys(lists).map(vault),
      ({ id, version }) => (known.includes(`${version}`) ? [item(`known ${id}`)] : null),
      ({ id }) => lists[id]!(),
    );

  it('are those of the vaults that are there for this token', async () => {
    const a = async () => [item('a')];
    expect(await list({ a, b: gone, c: forbidden })).toEqual([item('a')]);
    expect(await list({ a, b: gone }, ['b1'])).toEqual([item('a'), item('known b')]);
    expect(await list({})).toEqual([]);
  });

  it('are none where the token reads no vault, and where a vault does not answer', async () => {
    await expect(list({ a: forbidden, b: gone })).rejects.toMatchObject({ code: 'provider_forbidden' });
    await expect(list({ a: async () => [item('a')], b: down })).rejects.toMatchObject({ code: 'provider_unavailable' });
  });
});
