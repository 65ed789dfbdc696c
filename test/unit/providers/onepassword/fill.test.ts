import type { Client, ItemCreateParams } from '@1password/sdk';
import { expect, it } from 'vitest';
import { fill } from '../../../providers/onepassword/fill.js';
import { WORLD } from '../world.js';

/** A vault in memory, as far as it is written to. */
function account(titles: readonly string[] = []) {
  const items = titles.map((title, index) => ({ id: `before${index}`, title, state: 'active' }));
  const created: ItemCreateParams[] = [];
  const client = {
    vaults: { list: async () => [{ id: 'v', title: 'tests' }] },
    items: {
      list: async () => items,
      create: async (params: ItemCreateParams) => {
        created.push(params);
        items.push({ id: `i${items.length}`, title: params.title, state: 'active' });
        return items.at(-1);
      },
      archive: async (_: string, id: string) => {
        items.find((item) => item.id === id)!.state = 'archived';
      },
    },
  };
  return { items, created, client: client as unknown as Pick<Client, 'vaults' | 'items'> };
}

it('creates what is missing, once', async () => {
  const { client, items, created } = account(['full']);
  const titles = WORLD.map(({ title }) => title);
  expect(await fill(client, 'tests')).toEqual(titles.filter((title) => title !== 'full'));
  expect(items.filter(({ state }) => state === 'archived').map(({ title }) => title)).toEqual(['archived']);
  expect(created.find(({ title }) => title === 'company')?.fields).toContainEqual(
    expect.objectContaining({ title: 'Company ID', value: 'canary-co-4711', sectionId: 'more' }),
  );
  expect(await fill(client, 'tests')).toEqual([]);
});

it('writes nothing into a vault that holds anything else, or that is not there', async () => {
  const { client, created } = account(['the bank']);
  await expect(fill(client, 'tests')).rejects.toThrow('holds other items');
  await expect(fill(client, 'Private')).rejects.toThrow('no vault that is called Private');
  expect(created).toEqual([]);
});
