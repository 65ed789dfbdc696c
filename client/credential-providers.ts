import type {
  CredentialProvider,
  CredentialProviderCreate,
  CredentialProviderUpdate,
  ItemRead,
  ItemReadsQuery,
  ProviderItem,
  ProviderMatch,
  ProvidersQuery,
  ProviderTest,
} from '../contract/credentials/providers.js';
import type { ListOf } from '../contract/paging.js';
import { providers } from '../contract/schemas/providers.js';
import { bindMethods } from './bind-methods.js';
import type { Caller } from './caller.js';
import { Listing } from './listing.js';
import { readParams } from './read-params.js';
import { callVault } from './vault/call-vault.js';

/** Vaults that people already have, such as 1Password, as a source of credentials. Tokens go in and never come out. */
export class CredentialProviders {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
    bindMethods(this);
  }

  /**
   * Connects a provider. Its token is sealed to the vault before it leaves this process. Nothing is asked of the provider; see `test`.
   *
   * @param input `settings` by the type: docs/providers.md
   * @throws AgentAuthError `provider_not_supported`, `already_exists`, `invalid_name`, `invalid_url`, `invalid_domain`, `invalid_input`, `forbidden`:
   *   `ProviderCreateError`
   * @example
   * await auth.credentialProviders.create({
   *   name: 'work',
   *   provider_type: 'onepassword_connect',
   *   token: process.env.OP_CONNECT_TOKEN ?? '',
   *   settings: { host: 'http://connect:8080' },
   * });
   */
  async create(input: CredentialProviderCreate): Promise<CredentialProvider> {
    return callVault(this.#caller, 'providers.create', readParams(providers.create, input));
  }

  /**
   * One provider, without its token.
   *
   * @throws AgentAuthError `provider_not_found`, `invalid_name`: `ProviderRetrieveError`
   * @example
   * const { trouble } = await auth.credentialProviders.retrieve('work');
   */
  async retrieve(id_or_name: string): Promise<CredentialProvider> {
    return callVault(this.#caller, 'providers.retrieve', readParams(providers.retrieve, { id_or_name }));
  }

  /**
   * Providers in the order in which they are asked. Await it for one page, or iterate over all.
   *
   * @param input `query` looks in names, or is an id; `limit` 1 to 100, 20 by default
   * @throws AgentAuthError `invalid_input`: `ListError`
   * @example
   * for await (const { name, enabled } of auth.credentialProviders.list()) console.log(name, enabled);
   */
  list(input: ProvidersQuery = {}): Listing<CredentialProvider> {
    return new Listing(readParams(providers.list, input), (page) => callVault(this.#caller, 'providers.list', page));
  }

  /**
   * Changes a provider. `settings` change together with a token only, because they say where it is sent.
   *
   * @throws AgentAuthError `provider_not_found`, `already_exists`, `invalid_name`, `invalid_url`, `invalid_domain`, `invalid_input`, `forbidden`:
   *   `ProviderUpdateError`
   * @example
   * await auth.credentialProviders.update('work', { token: process.env.NEW_TOKEN ?? '' });
   */
  async update(id_or_name: string, input: Omit<CredentialProviderUpdate, 'id_or_name'>): Promise<CredentialProvider> {
    return callVault(this.#caller, 'providers.update', readParams(providers.update, { ...input, id_or_name }));
  }

  /**
   * Disconnects a provider. Agents that took their values from it go on without.
   *
   * @throws AgentAuthError `provider_not_found`, `invalid_name`, `forbidden`: `ProviderDeleteError`
   * @example
   * await auth.credentialProviders.delete('work');
   */
  async delete(id_or_name: string): Promise<void> {
    await callVault(this.#caller, 'providers.delete', readParams(providers.delete, { id_or_name }));
  }

  /**
   * Asks a provider whether it answers. What is wrong with it is an answer, not an error.
   *
   * @throws AgentAuthError `provider_not_found`, `invalid_name`, `forbidden`: `ProviderTestError`
   * @example
   * const { success, vaults, error } = await auth.credentialProviders.test('work');
   */
  async test(id_or_name: string): Promise<ProviderTest> {
    return callVault(this.#caller, 'providers.test', readParams(providers.test, { id_or_name }));
  }

  /**
   * Items of a provider, by their path: where they are for, never a value.
   *
   * @param input `query` looks in paths and addresses; `limit` 1 to 1000, 200 by default
   * @throws AgentAuthError `provider_not_found`, `invalid_name`, `invalid_input`, `forbidden`, and `provider_*` for what the provider says:
   *   `ProviderItemsError`
   * @example
   * const { items } = await auth.credentialProviders.items('work', { query: 'example.com' });
   */
  async items(
    id_or_name: string,
    input: { readonly query?: string; readonly limit?: number; readonly offset?: number } = {},
  ): Promise<ListOf<ProviderItem>> {
    return callVault(this.#caller, 'providers.items', readParams(providers.items, { ...input, id_or_name }));
  }

  /**
   * Which item would be taken for a site, and why none of the others.
   *
   * @param id_or_name of one provider. @default all that are enabled
   * @throws AgentAuthError `provider_not_found`, `invalid_name`, `invalid_domain`, `forbidden`: `ProviderMatchError`
   * @example
   * const { candidates } = await auth.credentialProviders.match('example.com');
   */
  async match(domain: string, id_or_name?: string): Promise<ProviderMatch> {
    const params = { domain, ...(id_or_name === undefined ? {} : { id_or_name }) };
    return callVault(this.#caller, 'providers.match', readParams(providers.match, params));
  }

  /**
   * Who read which item, when, for which login: newest first, never a value. Kept for 400 days. Await it for one page, or iterate over all.
   *
   * @param input of one provider (`id_or_name`), one agent, or one login; else of all. `limit` 1 to 100, 20 by default
   * @throws AgentAuthError `provider_not_found`, `invalid_name`, `invalid_input`, `forbidden`: `ProviderAuditError`
   * @example
   * for await (const { at, path, invocation_id } of auth.credentialProviders.audit()) console.log(at, path, invocation_id);
   */
  audit(input: ItemReadsQuery = {}): Listing<ItemRead> {
    return new Listing(readParams(providers.audit, input), (page) => callVault(this.#caller, 'providers.audit', page));
  }
}
