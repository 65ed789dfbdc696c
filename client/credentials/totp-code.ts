import { credentials } from '../../contract/schemas/credentials.js';
import type { TotpCode } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

/**
 * A one-time code (RFC 6238) for use elsewhere. The vault's own logins will not use its time step again.
 * @throws AgentAuthError `credential_not_found`, `no_totp_secret`, `forbidden`
 */
export const totpCode =
  (caller: Caller) =>
  async (id_or_name: string): Promise<TotpCode> =>
    callVault(caller, 'credentials.totpCode', readParams(credentials.totpCode, { id_or_name }));
