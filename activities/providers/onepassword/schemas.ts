/** What the SDK answers (0.5.0), and no more of it than is needed. */
import { z } from 'zod';
import { addressText, listOfReadable } from '../shared/lists.js';
import type { VaultOverview } from '../types.js';

const id = z.string().min(1).max(100);

/** The SDK makes dates of them where it knows their spelling. */
const time = z.union([z.date().transform((date) => date.toISOString()), z.string().max(64)]);

/** How far an address reaches that does not say so in words, nobody knows: no further than its host. */
const website = z.object({ url: addressText, autofillBehavior: z.string().default('AnywhereOnWebsite').catch('') });

const item = z.object({
  id,
  title: z.string().default(''),
  category: z.string(),
  vaultId: id,
  websites: listOfReadable(website).default([]).catch([]),
  updatedAt: time,
});

const overview = item.extend({ state: z.string().default('active') });

const field = z.object({
  id: z.string(),
  title: z.string().default(''),
  sectionId: z.string().nullish(),
  fieldType: z.string(),
  value: z.string().default(''),
});

/** `contentVersion` grows with each change of an item. A new name counts too: items are named by it. */
const vault = z
  .object({ id, title: z.string().default(''), contentVersion: z.number() })
  .transform(
    ({ id, title, contentVersion }): VaultOverview => ({ id, name: title, version: `${contentVersion} ${title}` }),
  );

export const VAULTS = listOfReadable(vault);
export const OVERVIEWS = listOfReadable(overview);
export const ITEM = item.extend({ fields: z.array(field).default([]) });

export type SdkOverview = z.output<typeof overview>;
export type SdkItem = z.output<typeof ITEM>;
