import { z } from 'zod';
import type { CredentialUpdate, CredentialWithCode } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { parse } from '../lib/parse.js';
import { idOrName, name, ssoProvider, totpSecret, values } from '../lib/schemas.js';

const params = z.strictObject({
  name: name.optional(),
  values: values.optional(),
  remove_value_keys: z.array(z.string()).max(50).optional(),
  totp_secret: totpSecret.optional(),
  sso_provider: ssoProvider.or(z.literal('')).nullable().optional(),
});

/**
 * Changes a credential. `values` are merged over the stored ones, after `remove_value_keys` were removed;
 * `totp_secret: ''` and `sso_provider: null` remove.
 * @throws AgentAuthError `credential_not_found`, `already_exists`, `invalid_totp_secret`, `invalid_input`, `forbidden`
 */
export const update =
  (caller: Caller) =>
  async (id_or_name: string, input: Omit<CredentialUpdate, 'id_or_name'>): Promise<CredentialWithCode> => {
    const { sso_provider, ...rest } = parse(params, input);
    return callVault(caller, 'credentials.update', {
      id_or_name: parse(idOrName, id_or_name),
      ...rest,
      // Kernel's API removes with an empty text as well as with null.
      ...(sso_provider === undefined ? {} : { sso_provider: sso_provider || null }),
    });
  };
