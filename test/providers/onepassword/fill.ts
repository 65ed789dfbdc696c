/** Writes the items that `npm run test:onepassword` reads into a vault of a real account: `npm run test:onepassword -- --fill`. */
import {
  AutofillBehavior,
  type Client,
  ItemCategory,
  type ItemCreateParams,
  type ItemField,
  ItemFieldType,
} from '@1password/sdk';
import { WORLD, type WorldItem } from '../../unit/providers/world.js';

/** A vault that nothing may be written to. */
export class NotForTests extends Error {}

const SECTION = { id: 'more', title: 'More' };

const field = (id: string, title: string, fieldType: ItemFieldType, value: string, sectionId?: string): ItemField => ({
  id,
  title,
  fieldType,
  value,
  ...(sectionId === undefined ? {} : { sectionId }),
});

function paramsOf(item: WorldItem, vaultId: string): ItemCreateParams {
  const own = [
    field('username', 'username', ItemFieldType.Text, item.username),
    field('password', 'password', ItemFieldType.Concealed, item.password),
  ];
  const totp = field('totp', 'one-time password', ItemFieldType.Totp, item.totp, SECTION.id);
  const extra = Object.entries(item.extra).map(([label, value], index) =>
    field(`extra${index}`, label, ItemFieldType.Text, value, SECTION.id),
  );
  return {
    vaultId,
    title: item.title,
    category: ItemCategory.Login,
    fields: [...own, totp, ...extra].filter(({ value }) => value !== ''),
    sections: [SECTION],
    websites: item.urls
      .filter((url) => url !== '')
      .map((url) => ({ url, label: 'website', autofillBehavior: AutofillBehavior.AnywhereOnWebsite })),
  };
}

/**
 * Creates what is missing of the world, and changes nothing that is there.
 * @returns titles of what was created
 * @throws NotForTests when the vault is not there, or holds anything else: then nothing is written
 */
export async function fill({ vaults, items }: Pick<Client, 'vaults' | 'items'>, name: string): Promise<string[]> {
  const vault = (await vaults.list()).find(({ title }) => title === name);
  if (vault === undefined)
    throw new NotForTests(
      `The token reads no vault that is called ${name}. Make one, and let it read and write there.`,
    );
  const there = await items.list(vault.id, { type: 'ByState', content: { active: true, archived: true } });
  const known = WORLD.map(({ title }) => title);
  if (there.some(({ title }) => !known.includes(title)))
    throw new NotForTests(
      `The vault ${name} holds other items. Use one that is for these tests alone; nothing was written.`,
    );
  const missing = WORLD.filter(({ title }) => !there.some((item) => item.title === title));
  for (const item of missing) {
    const { id } = await items.create(paramsOf(item, vault.id));
    if (item.state === 'archived') await items.archive(vault.id, id);
  }
  return missing.map(({ title }) => title);
}
