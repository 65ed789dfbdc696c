import type { AccessKeyInfo, AccessKeyRecord, NewAccessKey, Scope } from '../contract/access-key.js';
import { AgentAuthError } from '../contract/errors/errors.js';
import type { Paging } from '../contract/paging.js';
import { keys } from '../contract/schemas/keys.js';
import { bindMethods } from './bind-methods.js';
import type { Caller } from './caller.js';
import { Listing } from './listing.js';
import { readParams } from './read-params.js';
import { callVault } from './vault/call-vault.js';

export interface KeyCreate {
  /** For people; several keys may have the same. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** Access keys, by which the vault authorises callers. */
export class Keys {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
    bindMethods(this);
  }

  /**
   * Which access key this is, and what it may do.
   *
   * @throws AgentAuthError `unauthorized`: `KeyCheckError`
   * @example
   * const { scopes } = await auth.keys.check();
   */
  check(): Promise<AccessKeyInfo> {
    return callVault(this.#caller, 'keys.check', {});
  }

  /**
   * Makes an access key. Only this answer contains its text.
   *
   * @throws AgentAuthError `invalid_name`, `invalid_input`, `forbidden`: `KeyCreateError`
   * @example
   * const { access_key } = await auth.keys.create({ name: 'crawler', scopes: ['orchestrate'] });
   */
  async create(input: KeyCreate): Promise<NewAccessKey> {
    return callVault(this.#caller, 'keys.create', readParams(keys.create, input));
  }

  /**
   * Access keys, newest first, without their secrets. Await it for one page, or iterate over all.
   *
   * @throws AgentAuthError `invalid_input`, `forbidden`: `ListError`
   * @example
   * const { items } = await auth.keys.list({ limit: 100 });
   */
  list(input: Paging = {}): Listing<AccessKeyRecord> {
    return new Listing(readParams(keys.list, input), (page) => callVault(this.#caller, 'keys.list', page));
  }

  /**
   * Revokes an access key. A server may accept it for up to a minute longer, because it remembers keys that long.
   *
   * @throws AgentAuthError `key_not_found`, `last_admin_key`, `forbidden`: `KeyRevokeError`
   * @example
   * for await (const { id, name } of auth.keys.list()) if (name === 'crawler') await auth.keys.revoke(id);
   */
  async revoke(id: string): Promise<void> {
    if (!keys.revoke.safeParse({ id }).success) throw new AgentAuthError('key_not_found');
    await callVault(this.#caller, 'keys.revoke', { id });
  }
}
