import type {
  Credential,
  CredentialCreate,
  CredentialUpdate,
  CredentialWithCode,
  TotpCode,
} from '../contract/credentials/credential.js';
import type { CredentialToImport, ImportedCredential } from '../contract/credentials/credential-import.js';
import type { Paging } from '../contract/paging.js';
import { credentials } from '../contract/schemas/credentials.js';
import { bindMethods } from './bind-methods.js';
import type { Caller } from './caller.js';
import { Listing } from './listing.js';
import { readParams } from './read-params.js';
import { callVault } from './vault/call-vault.js';

/** Values that logins fill in. Write-only: values go in and never come out. */
export class Credentials {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
    bindMethods(this);
  }

  /**
   * Stores a credential; it may be partial (an e-mail address and a TOTP secret without a password is fine).
   * The values are sealed to the vault before they leave this process.
   *
   * @param input `values` by the names of fields; `totp_secret` in base32 or as an otpauth address
   * @returns the credential without its values; when a TOTP secret was given, also its current code, to finish the enrolment with
   * @throws AgentAuthError `already_exists`, `invalid_totp_secret`, `invalid_domain`, `invalid_name`, `invalid_input`, `forbidden`:
   *   `CredentialCreateError`
   * @example
   * await auth.credentials.create({
   *   name: 'shop',
   *   domain: 'shop.example.com',
   *   values: { email: 'user@example.com' },
   *   totp_secret: 'JBSW Y3DP EHPK 3PXP',
   * });
   */
  async create(input: CredentialCreate): Promise<CredentialWithCode> {
    return callVault(this.#caller, 'credentials.create', readParams(credentials.create, input));
  }

  /**
   * One credential, without its values.
   *
   * @throws AgentAuthError `credential_not_found`, `invalid_name`: `CredentialRetrieveError`
   * @example
   * const { value_keys } = await auth.credentials.retrieve('shop');
   */
  async retrieve(id_or_name: string): Promise<Credential> {
    return callVault(this.#caller, 'credentials.retrieve', readParams(credentials.retrieve, { id_or_name }));
  }

  /**
   * Credentials, newest first. Await it for one page, or iterate over all.
   *
   * @param input `domain` filters; `limit` 1 to 100, 20 by default
   * @throws AgentAuthError `invalid_domain`, `invalid_input`: `ListError`
   * @example
   * for await (const { name } of auth.credentials.list({ domain: 'example.com' })) console.log(name);
   */
  list(input: { readonly domain?: string } & Paging = {}): Listing<Credential> {
    const query = readParams(credentials.list, input);
    return new Listing(query, (page) => callVault(this.#caller, 'credentials.list', { ...query, ...page }));
  }

  /**
   * Changes a credential. `remove_value_keys` are removed, then `values` are merged over the stored ones;
   * `totp_secret: ''` and `sso_provider: null` remove.
   *
   * @throws AgentAuthError `credential_not_found`, `already_exists`, `invalid_totp_secret`, `invalid_name`, `invalid_input`, `forbidden`:
   *   `CredentialUpdateError`
   * @example
   * await auth.credentials.update('shop', { values: { password: process.env.NEW_PASSWORD ?? '' } });
   */
  async update(id_or_name: string, input: Omit<CredentialUpdate, 'id_or_name'>): Promise<CredentialWithCode> {
    const params = readParams(credentials.update, { ...input, id_or_name });
    return callVault(this.#caller, 'credentials.update', params);
  }

  /**
   * Deletes a credential and unlinks it from its agents: they can no longer log in by themselves.
   *
   * @throws AgentAuthError `credential_not_found`, `forbidden`: `CredentialDeleteError`
   * @example
   * await auth.credentials.delete('shop');
   */
  async delete(id_or_name: string): Promise<void> {
    await callVault(this.#caller, 'credentials.delete', readParams(credentials.delete, { id_or_name }));
  }

  /**
   * A current one-time code (RFC 6238) for use elsewhere. The vault's own logins will not use its time step again.
   *
   * @throws AgentAuthError `credential_not_found`, `no_totp_secret`, `forbidden`: `TotpCodeError`
   * @example
   * const { code, expires_at } = await auth.credentials.totpCode('shop');
   */
  async totpCode(id_or_name: string): Promise<TotpCode> {
    return callVault(this.#caller, 'credentials.totpCode', readParams(credentials.totpCode, { id_or_name }));
  }

  /**
   * Stores up to 200 logins of an export, each as a credential named after its domain. What is there already is left as it is, so that the same
   * import twice is the import once. Without `apply` nothing is stored, and the answer says what would be.
   * The values are sealed to the vault before they leave this process.
   *
   * @returns what became of each, in order
   * @throws AgentAuthError `invalid_domain`, `invalid_input`, `forbidden`: `CredentialImportError`
   * @example
   * const items = [{ domain: 'shop.example.com', values: { username: 'me', password: 'a good passphrase' } }];
   * const [{ name, outcome }] = await auth.credentials.import(items, { apply: true });
   */
  async import(
    items: readonly CredentialToImport[],
    { apply = false }: { readonly apply?: boolean } = {},
  ): Promise<readonly ImportedCredential[]> {
    return callVault(this.#caller, 'credentials.import', readParams(credentials.import, { items, apply }));
  }
}
