import { z } from 'zod';
import type { Profile, StorageState } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { parse } from '../lib/parse.js';
import { domain, name } from '../lib/schemas.js';

const cookie = z.object({
  name: z.string(),
  value: z.string(),
  domain: z.string().min(1),
  path: z.string(),
  expires: z.number(),
  httpOnly: z.boolean(),
  secure: z.boolean(),
  sameSite: z.enum(['Strict', 'Lax', 'None']),
  partitionKey: z.string().optional(),
});
const origin = z.object({
  origin: z.url(),
  localStorage: z.array(z.object({ name: z.string(), value: z.string() })),
  indexedDB: z.array(z.unknown()).optional(),
});
const params = z.strictObject({
  name,
  domain: domain.optional(),
  storage_state: z.looseObject({ cookies: z.array(cookie), origins: z.array(origin) }),
});

export interface ProfileImport {
  /** Name of the profile; it is made when it is not there. */
  readonly name: string;
  /** The site that the session is for. Without it the state takes the place of all that the profile held. */
  readonly domain?: string;
  readonly storage_state: StorageState;
}

/**
 * Saves a session that was made elsewhere (Playwright's storage state) in a profile.
 * @throws AgentAuthError `invalid_input`, `invalid_name`, `invalid_domain`, `forbidden`
 */
export const importProfile =
  (caller: Caller) =>
  async (input: ProfileImport): Promise<Profile> =>
    callVault(caller, 'profiles.import', parse(params, input));
