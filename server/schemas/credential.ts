import { z } from 'zod';
import { credentials } from '../../contract/schemas/credentials.js';
import { time } from './common.js';
import { bodyOf, bodyWithout, queryOf } from './from-operation.js';

export const credentialCreate = bodyOf(credentials.create).meta({ id: 'CreateCredentialRequest' });

export const credentialUpdate = bodyWithout(credentials.update, 'id_or_name').meta({ id: 'UpdateCredentialRequest' });

export const credentialQuery = queryOf(credentials.list);

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
    notices: z.array(z.enum(['totp_secret_short', 'outer_spaces'])).optional(),
    totp_code: z.string().optional(),
    totp_code_expires_at: time.optional(),
  })
  .meta({ id: 'Credential' });

export const totpCode = z.object({ code: z.string(), expires_at: time }).meta({ id: 'CredentialTotpCode' });
