import { z } from 'zod';
import { WRITERS } from '../../contract/profile-version.js';
import { profiles } from '../../contract/schemas/profiles.js';
import { time } from './common.js';
import { bodyOf, bodyWithout } from './from-operation.js';

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

export const profileRollback = bodyWithout(profiles.rollback, 'id_or_name').meta({ id: 'ProfileRollbackRequest' });

export const profileVersions = z.array(
  z
    .object({
      version: z.number(),
      written_at: time.nullable(),
      written_by: z.enum(WRITERS).nullable(),
      domains: z.array(z.string()),
      is_current: z.boolean(),
    })
    .meta({ id: 'ProfileVersion' }),
);
