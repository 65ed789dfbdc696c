/** The JSON in which programs and servers of one's own speak with us. `docs/providers.md` describes it. */
import { z } from 'zod';
import { VALUE_KEY_PATTERN } from '../../../contract/names.js';
import type { ItemOverview, ItemValues, VaultOverview } from '../types.js';
import { listOfReadable } from './lists.js';

const MAX_ITEMS = 50_000;
const MAX_ADDRESSES = 1000;
const id = z.string().min(1).max(512);
/** Nobody reads more of it. */
const title = z.string().transform((text) => text.slice(0, 1024));

const vault = z.object({ id, name: title });

const address = z.union([
  z
    .string()
    .max(2048)
    .transform((url) => ({ url, reach: 'site' as const })),
  z.object({ url: z.string().max(2048), reach: z.enum(['site', 'host', 'never']).default('site') }),
]);
/** An item whose addresses are all none stays in the list: it is for no site. */
const addresses = listOfReadable(address, MAX_ADDRESSES).catch([]);

const overview = z.object({
  id,
  title,
  vault: vault.optional(),
  urls: addresses.default([]),
  username: z.string().max(1024).nullish(),
  has_password: z.boolean().nullish(),
  has_totp: z.boolean().nullish(),
  version: z.union([z.string().max(256), z.number()]).optional(),
  updated_at: z.string().max(64).nullish(),
  archived: z.boolean().default(false),
});

/** Where there are no vaults, all items are in one. */
const ONLY_VAULT: VaultOverview = { id: 'default', name: 'default' };

const toOverview = (item: z.output<typeof overview>): ItemOverview => {
  const { id: vault_id, name: vault_name } = item.vault ?? ONLY_VAULT;
  return {
    vault_id,
    item_id: item.id,
    title: item.title,
    vault_name,
    addresses: item.urls,
    account: item.username ?? null,
    has_password: item.has_password ?? null,
    has_totp: item.has_totp ?? null,
    version: String(item.version ?? item.updated_at ?? ''),
    updated_at: item.updated_at ?? null,
  };
};

export const VAULTS_ANSWER: z.ZodType<readonly VaultOverview[]> = z
  .object({ vaults: z.array(vault).max(1000).default([ONLY_VAULT]) })
  .transform(({ vaults }) => vaults);

export const ITEMS_ANSWER: z.ZodType<readonly ItemOverview[]> = z
  .object({ items: listOfReadable(overview, MAX_ITEMS) })
  .transform(({ items }) => items.filter(({ archived }) => !archived).map(toOverview));

/** Programs write what they lack as null, and a number as one. */
const value = z.union([z.string().max(4096), z.number().transform(String), z.null().transform(() => '')]);

export const ITEM_ANSWER: z.ZodType<ItemValues> = z
  .object({
    item: z.object({
      values: z.record(z.string().regex(VALUE_KEY_PATTERN), value).default({}),
      totp: z.string().max(2048).nullish(),
      version: z.union([z.string().max(256), z.number()]).optional(),
      instead: z.enum(['passkey', 'sign_in_with', 'hidden']).nullish(),
    }),
  })
  .transform(({ item }) => ({
    values: Object.fromEntries(Object.entries(item.values).filter(([, value]) => value !== '')),
    totp: item.totp || null,
    version: String(item.version ?? ''),
    instead: item.values.password ? null : (item.instead ?? null),
  }));

/** What went wrong, as a program says it: one of our codes without `provider_`. */
export const ERROR_ANSWER = z.object({
  error: z.enum([
    'token_invalid',
    'forbidden',
    'item_not_found',
    'item_ambiguous',
    'locked',
    'rate_limited',
    'unavailable',
  ]),
  /** Seconds. */
  retry_after: z.number().positive().optional(),
});
