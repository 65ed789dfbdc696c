import { z } from 'zod';
import type { ImportedState } from '../profile/profile-import.js';
import { lease } from './leases.js';
import { domain, idOrName, name, paging } from './parts.js';

/** Loose: browsers add members of their own, and those that we don't know must be kept. */
const storageState = z.looseObject({
  cookies: z.array(
    z.looseObject({
      name: z.string(),
      value: z.string(),
      domain: z.string().min(1),
      path: z.string(),
      expires: z.number(),
      httpOnly: z.boolean(),
      secure: z.boolean(),
      sameSite: z.enum(['Strict', 'Lax', 'None']),
      partitionKey: z.string().optional(),
    }),
  ),
  origins: z.array(
    z.looseObject({
      origin: z.url(),
      localStorage: z.array(z.looseObject({ name: z.string(), value: z.string() })),
      indexedDB: z.array(z.unknown()).optional(),
    }),
  ),
});

export const NO_STATE = 'must be a storage state, a list of cookies, or the text of a cookies.txt';

/** A session in any of the shapes that people have; the vault reads it. */
const importedState = z.custom<ImportedState>(
  (given) => ['string', 'object'].includes(typeof given) && given !== null,
  {
    error: NO_STATE,
  },
);

/** 128 random bits, base64url. */
const base = z.string().regex(/^base_[\w-]{22}$/);
/** Keys and values, by origin. */
const sessionStorage = z.record(z.url(), z.record(z.string(), z.string()));

const named = z.strictObject({ id_or_name: idOrName });

export const profiles = {
  create: z.strictObject({ name }),
  list: paging,
  retrieve: named,
  storageState: named.extend({ domain: domain.optional(), lease: lease.optional() }),
  session: named.extend({
    domain: domain.optional(),
    base: base.optional(),
    when_free: z.boolean().optional(),
    lease: lease.optional(),
  }),
  save: named.extend({
    domain: domain.nullable(),
    version: z.int().positive(),
    base: base.nullable(),
    handed_out: z.record(z.string(), z.string()),
    when_free: z.boolean().optional(),
    new_sites: z.boolean().optional(),
    storage_state: storageState,
    session_storage: sessionStorage.nullable(),
  }),
  import: z.strictObject({ name, domain: domain.optional(), storage_state: importedState }),
  versions: named,
  rollback: named.extend({ version: z.int().positive() }),
  delete: named,
};
