/** What the SDK answers (0.5.0), and no more of it than is needed. */
import { z } from 'zod';

const id = z.string().min(1).max(100);

/** The SDK makes dates of them where it knows their spelling. */
const time = z.union([z.date().transform((date) => date.toISOString()), z.string().max(64)]);

const website = z.object({ url: z.string(), autofillBehavior: z.string().default('AnywhereOnWebsite') });

const item = z.object({
  id,
  title: z.string().default(''),
  category: z.string(),
  vaultId: id,
  websites: z.array(website).default([]),
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

/** `contentVersion` grows with each change of an item. */
const vault = z.object({ id, title: z.string().default(''), contentVersion: z.number() });

export const VAULTS = z.array(vault);
export const OVERVIEWS = z.array(overview);
export const ITEM = item.extend({ fields: z.array(field).default([]) });

export type SdkVault = z.output<typeof vault>;
export type SdkOverview = z.output<typeof overview>;
export type SdkItem = z.output<typeof ITEM>;
