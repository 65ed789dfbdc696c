import { z } from 'zod';
import { text, time } from './common.js';

export const profileCreate = z.strictObject({ name: text.optional() }).meta({ id: 'ProfileCreateRequest' });

export const profile = z
  .object({
    id: z.string(),
    name: z.string(),
    created_at: time,
    updated_at: time,
    version: z.number(),
    domains: z.array(z.string()),
    needs_session_storage: z.boolean(),
  })
  .meta({ id: 'Profile' });
