import { z } from 'zod';
import type { ImportedState } from '../../contract/profile/profile-import.js';
import { WRITERS } from '../../contract/profile/profile-version.js';
import { leases } from '../../contract/schemas/leases.js';
import { NO_STATE, profiles } from '../../contract/schemas/profiles.js';
import { text, time } from './common.js';
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

/** Programs write what is in it in many ways: the vault reads them, and says what it can't use. */
const importedState = z.union(
  [
    z.looseObject({ cookies: z.array(z.unknown()).optional(), origins: z.array(z.unknown()).optional() }),
    z.array(z.looseObject({})),
    z.string(),
  ],
  { error: NO_STATE },
) as z.ZodType<unknown> as z.ZodType<ImportedState>;

export const profileImport = z
  .strictObject({ domain: text.optional(), storage_state: importedState })
  .meta({ id: 'ProfileImportRequest' });

const leftOut = z.object({ name: z.string(), domain: z.string().nullable(), reason: z.string() });

export const importedProfile = profile
  .extend({
    replaced: z.array(z.object({ domain: z.string(), proven_at: time.nullable() })).optional(),
    logins_running: z.array(z.string()).optional(),
    left_out: z.array(leftOut).optional(),
  })
  .meta({ id: 'ImportedProfile' });

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

/** How long whoever asks uses it: up to a day. */
const useSeconds = z.coerce.number().int();

export const sessionQuery = z.strictObject({ domain: text.optional(), lease_seconds: useSeconds.optional() });

export const stateQuery = z.strictObject({ lease_seconds: useSeconds.optional() });

export const leaseRenewal = bodyWithout(leases.renew, 'id').meta({ id: 'LeaseRenewRequest' });

export const lease = z.object({ id: z.string(), expires_at: time }).meta({ id: 'SessionLease' });

const named = z.object({ brand: z.string(), version: z.string() });

/** What is in it is the browser's; its members are those of `ProfileSession`. */
export const session = z
  .object({
    profile: z.string(),
    domain: z.string().nullable(),
    version: z.number(),
    base: z.null(),
    handed_out: z.record(z.string(), z.string()),
    storage_state: z.object({ cookies: z.array(z.unknown()), origins: z.array(z.unknown()) }),
    session_storage: z.record(z.string(), z.record(z.string(), z.string())).nullable(),
    browser: z
      .object({
        user_agent: z.string(),
        client_hints: z.looseObject({ brands: z.array(named) }).nullable(),
        languages: z.array(z.string()),
        time_zone: z.string(),
      })
      .nullable(),
    unproven: z.array(z.string()),
    lease: lease.optional(),
  })
  .meta({ id: 'ProfileSession' });
