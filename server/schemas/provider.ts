import { z } from 'zod';
import { text, time } from './common.js';

export const providerCreate = z
  .strictObject({
    token: z.string().max(8192),
    provider_type: z.enum(['onepassword']),
    name: text.optional(),
    cache_ttl_seconds: z.int().min(0).optional(),
  })
  .meta({ id: 'CreateCredentialProviderRequest' });

export const providerUpdate = z
  .strictObject({
    token: z.string().max(8192).optional(),
    name: text.optional(),
    cache_ttl_seconds: z.int().min(0).optional(),
    enabled: z.boolean().optional(),
    priority: z.int().optional(),
  })
  .meta({ id: 'UpdateCredentialProviderRequest' });

export const provider = z
  .object({
    id: z.string(),
    provider_type: z.enum(['onepassword']),
    enabled: z.boolean(),
    priority: z.number(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'CredentialProvider' });
