/** The suite of all providers, on a real account of 1Password: what can be read. Nothing is written, and what only a test can bring about is not here. */
import { describe, expect, it } from 'vitest';
import { readsItems } from '../../unit/providers/conformance.js';
import { WORLD } from '../../unit/providers/world.js';
import { ACCOUNTS } from './accounts.js';

it('has an account', () => {
  expect(Object.keys(ACCOUNTS)).not.toEqual([]);
});

describe.each(Object.entries(ACCOUNTS))('%s', (_, account) => {
  readsItems(() => account);

  it('says so when an item is not there', async () => {
    const [item] = await account.open().list();
    const gone = { vault_id: item!.vault_id, item_id: 'a'.repeat(26) };
    await expect(account.open().read(gone)).rejects.toMatchObject({ code: 'provider_item_not_found' });
  });

  it('leaves out what is archived', async () => {
    const archived = WORLD.filter(({ state }) => state === 'archived').map(({ title }) => title);
    const titles = (await account.open().list()).map(({ title }) => title);
    expect(titles.filter((title) => archived.includes(title))).toEqual([]);
  });
});
