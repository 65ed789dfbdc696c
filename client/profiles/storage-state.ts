import { profiles } from '../../contract/schemas/profiles.js';
import type { StorageState } from '../../contract/vault-calls.js';
import { callVault } from '../lib/call-vault.js';
import type { Caller } from '../lib/caller.js';
import { readParams } from '../lib/read-params.js';

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

/** A storage state that is the caller's own: Playwright's types want to be able to change it. */
export type OwnStorageState = Mutable<StorageState>;

/**
 * The saved session, as Playwright's `browser.newContext({ storageState })` takes it. Whoever holds it is logged in: treat it like
 * a password. It is sealed to this process on its way.
 * @param input `domain` leaves the other sites of the profile out
 * @throws AgentAuthError `profile_not_found`, `session_too_large`, `forbidden`
 */
export const storageState =
  (caller: Caller) =>
  async (id_or_name: string, input: { readonly domain?: string } = {}): Promise<OwnStorageState> => {
    const query = readParams(profiles.storageState, { ...input, id_or_name });
    return (await callVault(caller, 'profiles.storageState', query)) as OwnStorageState;
  };
