/** What a Connect server answers (API 1.7), and no more of it than is needed. */
import { z } from 'zod';
import { addressText, listOfReadable } from '../shared/lists.js';

const id = z.string().min(1).max(100);

export const VAULTS = listOfReadable(
  z
    .object({ id, name: z.string(), contentVersion: z.number().optional(), attributeVersion: z.number().optional() })
    .transform(({ contentVersion, attributeVersion, ...vault }) => ({
      ...vault,
      // A new name counts too: items are named by it.
      ...(contentVersion === undefined ? {} : { version: `${contentVersion}.${attributeVersion ?? 0}` }),
    })),
);

const item = z.object({
  id,
  title: z
    .string()
    .nullish()
    .transform((title) => title ?? ''),
  vault: z.object({ id }),
  category: z.string(),
  urls: listOfReadable(z.object({ href: addressText, primary: z.boolean().nullish().catch(null) }))
    .nullish()
    .catch(null),
  version: z.number().optional(),
  /** Absent for an item that is in use. */
  state: z.string().nullish(),
  updatedAt: z.string().nullish(),
  additionalInformation: z.string().nullish(),
});
export const ITEMS = listOfReadable(item);

export const FULL_ITEM = item.extend({
  fields: z
    .array(
      z.object({
        id: z.string(),
        section: z.object({ id: z.string().nullish() }).nullish(),
        type: z.string(),
        purpose: z.string().nullish(),
        label: z.string().nullish(),
        value: z.string().nullish(),
      }),
    )
    .nullish(),
});

export type ConnectItem = z.output<typeof item>;
export type ConnectFullItem = z.output<typeof FULL_ITEM>;
