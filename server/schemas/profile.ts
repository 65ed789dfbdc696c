import { z } from 'zod';
import { profiles } from '../../contract/schemas/profiles.js';
import { time } from './common.js';
import { bodyOf } from './from-operation.js';

export const profileCreate = z
  .strictObject({ name: bodyOf(profiles.create.shape.name).optional() })
  .meta({ id: 'ProfileCreateRequest' });

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
