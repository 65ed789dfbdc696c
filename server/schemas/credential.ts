import { z } from 'zod';
import { paging, text, time } from './common.js';

const values = z.record(text, z.string().max(4096));

export const credentialCreate = z
  .strictObject({
    name: text,
    domain: text,
    values,
    totp_secret: text.optional(),
    sso_provider: text.optional(),
  })
  .meta({ id: 'CreateCredentialRequest' });

export const credentialUpdate = z
  .strictObject({
    name: text.optional(),
    values: values.optional(),
    remove_value_keys: z.array(text).max(50).optional(),
    totp_secret: text.optional(),
    sso_provider: text.nullable().optional(),
  })
  .meta({ id: 'UpdateCredentialRequest' });

export const credentialQuery = paging.extend({ domain: text.optional() });

export const credential = z
  .object({
    id: z.string(),
    name: z.string(),
    domain: z.string(),
    created_at: time,
    updated_at: time,
    has_totp_secret: z.boolean(),
    has_values: z.boolean(),
    value_keys: z.array(z.string()),
    sso_provider: z.string().nullable(),
    totp_code: z.string().optional(),
    totp_code_expires_at: time.optional(),
  })
  .meta({ id: 'Credential' });

export const totpCode = z.object({ code: z.string(), expires_at: time }).meta({ id: 'CredentialTotpCode' });
