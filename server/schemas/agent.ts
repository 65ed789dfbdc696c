import { z } from 'zod';
import { paging, text, time } from './common.js';

export const agentCreate = z
  .strictObject({
    domain: text,
    profile_name: text,
    credential_name: text.nullable().optional(),
    login_url: text.nullable().optional(),
    allowed_domains: z.array(text).max(50).optional(),
    stay_signed_in: z.boolean().optional(),
    idle_timeout_seconds: z.number().optional(),
    overall_timeout_seconds: z.number().optional(),
  })
  .meta({ id: 'AuthAgentCreateRequest' });

export const agentQuery = paging.extend({ domain: text.optional(), profile_name: text.optional() });

export const agent = z
  .object({
    id: z.string(),
    domain: z.string(),
    profile_name: z.string(),
    status: z.enum(['AUTHENTICATED', 'NEEDS_AUTH']),
    allowed_domains: z.array(z.string()),
    login_url: z.string().nullable(),
    stay_signed_in: z.boolean(),
    can_reauth: z.boolean(),
    can_reauth_reason: z.string(),
    credential_id: z.string().optional(),
    credential_name: z.string().optional(),
    credential: z.object({ name: z.string() }).optional(),
    has_selectors: z.boolean(),
    last_auth_check_at: time.optional(),
    post_login_url: z.string().optional(),
    session_expires_at: time.nullable(),
    invocation_id: z.string().nullable(),
  })
  .meta({ id: 'AuthAgent' });
