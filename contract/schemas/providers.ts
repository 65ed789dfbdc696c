import { z } from 'zod';
import { domain, domains, id, idOrName, name, paging } from './parts.js';

const MAX_TOKEN_LENGTH = 8192;
const MAX_SETTINGS_LENGTH = 10_000;
const DAY_SECONDS = 86_400;
const MAX_ITEMS = 1000;

/** Files that hold a token end in a line break. */
const token = z.string().max(MAX_TOKEN_LENGTH).trim();
const settings = z
  .record(z.string().regex(/^[a-z_]{1,40}$/), z.unknown())
  .refine((given) => JSON.stringify(given).length <= MAX_SETTINGS_LENGTH, 'must have less in it');

/** As people name items, in one line. */
const path = z
  .string()
  .min(1)
  .max(2048)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text));

const members = z.strictObject({
  name,
  token: token.optional(),
  settings: settings.optional(),
  enabled: z.boolean().optional(),
  priority: z.int().min(-1000).max(1000).optional(),
  cache_ttl_seconds: z.int().min(0).max(DAY_SECONDS).optional(),
  auto: z.boolean().optional(),
  vaults: z.array(z.string().min(1).max(512)).max(100).nullable().optional(),
  domains: domains.nullable().optional(),
});

const named = z.strictObject({ id_or_name: idOrName });

/** What a credential is taken from. A provider alone would be used for nothing. */
export const credentialReference = z.union(
  [
    z.strictObject({ name }),
    z.strictObject({ provider: idOrName, path }),
    z.strictObject({ provider: idOrName, auto: z.literal(true) }),
  ],
  'must be {name}, {provider, path} or {provider, auto: true}',
);

export const providers = {
  create: members.extend({
    provider_type: z.string().regex(/^[a-z_]{1,40}$/, 'must be a type that docs/providers.md names'),
  }),
  retrieve: named,
  list: paging.extend({ query: z.string().max(200).optional() }),
  update: members.partial().extend({ id_or_name: idOrName }),
  delete: named,
  test: named,
  items: named.extend({
    query: z.string().max(200).optional(),
    limit: z.int().min(1).max(MAX_ITEMS).optional(),
    offset: z.int().min(0).max(1_000_000).optional(),
  }),
  match: z.strictObject({ domain, id_or_name: idOrName.optional() }),
  audit: paging.extend({
    id_or_name: idOrName.optional(),
    auth_agent_id: id.optional(),
    invocation_id: id.optional(),
  }),
};
