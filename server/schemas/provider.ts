import { z } from 'zod';
import { providers } from '../../contract/schemas/providers.js';
import { paging, text, time } from './common.js';
import { queryOf } from './from-operation.js';

const settings = z.record(z.string(), z.unknown());

const members = {
  token: z.string().max(8192).optional(),
  name: text,
  settings: settings.optional(),
  enabled: z.boolean().optional(),
  priority: z.int().optional(),
  cache_ttl_seconds: z.int().min(0).optional(),
  auto: z.boolean().optional(),
  vaults: z.array(text).max(100).nullable().optional(),
  domains: z.array(text).max(50).nullable().optional(),
};

export const providerCreate = z
  .strictObject({ ...members, provider_type: text })
  .meta({ id: 'CreateCredentialProviderRequest' });

export const providerUpdate = z
  .strictObject({ ...members, name: text.optional() })
  .meta({ id: 'UpdateCredentialProviderRequest' });

export const auditQuery = paging.extend({ auth_agent_id: text.optional(), invocation_id: text.optional() });

export const itemRead = z
  .object({
    id: z.string(),
    at: time,
    provider_id: z.string(),
    provider: z.string(),
    auth_agent_id: z.string(),
    invocation_id: z.string(),
    vault_id: z.string(),
    item_id: z.string(),
    path: z.string().nullable(),
    version: z.string(),
    use: z.string(),
  })
  .meta({ id: 'CredentialProviderItemRead' });

export const providerQuery = queryOf(providers.list);

export const itemsQuery = z.object({
  query: text.optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
});

export const provider = z
  .object({
    id: z.string(),
    name: z.string(),
    provider_type: z.string(),
    enabled: z.boolean(),
    priority: z.number(),
    cache_ttl_seconds: z.number(),
    settings,
    auto: z.boolean(),
    vaults: z.array(z.string()).nullable(),
    domains: z.array(z.string()).nullable(),
    trouble: z.object({ code: z.string(), until: time.nullable() }).nullable(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'CredentialProvider' });

export const providerTest = z
  .object({
    success: z.boolean(),
    vaults: z.array(z.object({ id: z.string(), name: z.string() })),
    error: z.string().optional(),
    error_code: z.string().optional(),
  })
  .meta({ id: 'CredentialProviderTestResult' });

export const providerItems = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        path: z.string(),
        vault_id: z.string(),
        vault_name: z.string(),
        urls: z.array(z.string()),
        account: z.string().nullable(),
      }),
    ),
    has_more: z.boolean(),
  })
  .meta({ id: 'CredentialProviderItems' });
