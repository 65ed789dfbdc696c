import type { LeaseWanted, SessionLease } from '../contract/agent/session-lifetime.js';
import type { Paging } from '../contract/paging.js';
import type { Profile, StorageState } from '../contract/profile/profile.js';
import type { ImportedProfile, ImportedState } from '../contract/profile/profile-import.js';
import type { ProfileSession, SavedProfile, SessionSave } from '../contract/profile/profile-session.js';
import type { ProfileVersion } from '../contract/profile/profile-version.js';
import { leases } from '../contract/schemas/leases.js';
import { profiles } from '../contract/schemas/profiles.js';
import { bindMethods } from './bind-methods.js';
import type { Caller } from './caller.js';
import { Listing } from './listing.js';
import { newBase, newLease } from './new-base.js';
import { readParams } from './read-params.js';
import { callVault } from './vault/call-vault.js';

export interface ProfileImport {
  /** Name of the profile, which is created if it does not exist; or the id of one that does. */
  readonly name: string;
  /** The site that the session is for. Without it the state replaces everything in the profile. */
  readonly domain?: string;
  readonly storage_state: ImportedState;
}

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

/** A mutable storage state, as Playwright's types require. */
export type OwnStorageState = Mutable<StorageState>;

/** A session whose parts can be handed on to Playwright as they are. */
export type OwnSession = Omit<ProfileSession, 'storage_state'> & { readonly storage_state: OwnStorageState };

/** A storage state with the lease that was asked for. Playwright leaves the lease alone. */
export type LeasedStorageState = OwnStorageState & { readonly lease?: SessionLease };

const leaseOf = (lease_seconds: number | undefined): { lease?: LeaseWanted } =>
  lease_seconds === undefined ? {} : { lease: newLease(lease_seconds) };

interface Use {
  readonly domain?: string;
  readonly lease_seconds?: number;
}

/** Saved browser sessions. */
export class Profiles {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
    bindMethods(this);
  }

  /**
   * Makes an empty profile. Logins create the profile they need themselves.
   *
   * @throws AgentAuthError `already_exists`, `invalid_name`, `forbidden`: `ProfileCreateError`
   * @example
   * await auth.profiles.create('work');
   */
  async create(profile_name: string): Promise<Profile> {
    return callVault(this.#caller, 'profiles.create', readParams(profiles.create, { name: profile_name }));
  }

  /**
   * Profiles, newest first. Await it for one page, or iterate over all.
   *
   * @throws AgentAuthError `invalid_input`: `ListError`
   * @example
   * for await (const { name, domains } of auth.profiles.list()) console.log(name, domains);
   */
  list(input: Paging = {}): Listing<Profile> {
    return new Listing(readParams(profiles.list, input), (page) => callVault(this.#caller, 'profiles.list', page));
  }

  /**
   * Facts about a profile, not the session in it.
   *
   * @throws AgentAuthError `profile_not_found`, `invalid_name`: `ProfileRetrieveError`
   * @example
   * const { needs_session_storage } = await auth.profiles.retrieve('work');
   */
  async retrieve(id_or_name: string): Promise<Profile> {
    return callVault(this.#caller, 'profiles.retrieve', readParams(profiles.retrieve, { id_or_name }));
  }

  /**
   * The saved session, as Playwright's `browser.newContext({ storageState })` takes it. Whoever holds it is logged in: treat it like
   * a password. It is sealed to this process on its way.
   *
   * @param input `domain` selects one site of the profile. With `lease_seconds`, up to a day, you say that you use it: until then no login takes its place as
   *   long as it works, and the answer has the `lease`
   * @throws AgentAuthError `profile_not_found`, `session_too_large`, `invalid_domain`, `forbidden`: `StorageStateError`
   * @example
   * const storageState = await auth.profiles.storageState('work', { domain: 'example.com' });
   */
  async storageState(id_or_name: string, { lease_seconds, ...input }: Use = {}): Promise<LeasedStorageState> {
    const query = readParams(profiles.storageState, { ...input, id_or_name, ...leaseOf(lease_seconds) });
    return (await callVault(this.#caller, 'profiles.storageState', query)) as LeasedStorageState;
  }

  /**
   * The saved session, whole: what `storageState` gives, sessionStorage, and what the browser was that logged in. `restoreSession` puts it
   * into a browser of Playwright or Puppeteer. Whoever holds it is logged in: treat it like a password. It is sealed to this process on its way.
   *
   * @param input `domain` selects one site of the profile. With `keep_base` the vault keeps what it hands out until you `save` it, for 32 days at
   * most: what you have changed is known however many logins save meanwhile. Without, it is known for the last three versions of a site. `lease_seconds` as for
   * `storageState`
   * @throws AgentAuthError `profile_not_found`, `session_too_large`, `invalid_domain`, `forbidden`: `SessionError`
   * @example
   * const { browser, version } = await auth.profiles.session('work', { domain: 'example.com' });
   */
  async session(
    id_or_name: string,
    { keep_base = false, lease_seconds, ...input }: Use & { readonly keep_base?: boolean } = {},
  ): Promise<OwnSession> {
    const base = keep_base ? { base: newBase() } : {};
    const query = readParams(profiles.session, { ...input, id_or_name, ...base, ...leaseOf(lease_seconds) });
    // `in_use` answers only who waits until it is free.
    return (await callVault(this.#caller, 'profiles.session', query)) as OwnSession;
  }

  /**
   * Goes on with a lease: from now on for so many seconds.
   *
   * @param lease_seconds a day at most
   * @throws AgentAuthError `lease_not_found` when it has lapsed: fetch the session again; `invalid_input`, `forbidden`: `LeaseRenewError`
   * @example
   * const { lease } = await auth.profiles.session('work', { lease_seconds: 600 });
   * if (lease) await auth.profiles.renewLease(lease.id, 600);
   */
  async renewLease(id: string, lease_seconds: number): Promise<SessionLease> {
    return callVault(this.#caller, 'leases.renew', readParams(leases.renew, { id, lease_seconds }));
  }

  /**
   * Ends a lease: the session may be renewed early again. A lapsed lease counts as ended.
   *
   * @throws AgentAuthError `lease_not_found` for what can't be its id, `forbidden`: `LeaseReleaseError`
   * @example
   * const { lease } = await auth.profiles.session('work', { lease_seconds: 600 });
   * if (lease) await auth.profiles.releaseLease(lease.id);
   */
  async releaseLease(id: string): Promise<void> {
    await callVault(this.#caller, 'leases.release', readParams(leases.release, { id }));
  }

  /**
   * Writes back what a site has renewed in your own browser, merged with what others have saved since. Only what changed since
   * `session` was given counts, and only at sites that agents of the profile name or that it holds; no other site gets into a profile by
   * this. Nor does what belongs to a session that is there no more, for an import, a rollback or another account has taken its place: `left_out`
   * names all of them. It is all of a browser's state: what is missing in it counts as deleted, except sessionStorage and IndexedDB where it says
   * nothing of them.
   *
   * @param session as `session` gave it, with the state that your browser holds now
   * @throws AgentAuthError `profile_not_found`, `session_too_large`, `invalid_input`, `forbidden`: `ProfileSaveError`
   * @example
   * const session = await auth.profiles.session('work');
   * await auth.profiles.save('work', session); // or what it is now: await readSession(context, session)
   */
  async save(id_or_name: string, session: SessionSave): Promise<SavedProfile> {
    const { domain, version, base, handed_out, storage_state, session_storage } = session;
    const given = { domain, version, base, handed_out, storage_state, session_storage };
    const params = readParams(profiles.save, { id_or_name, ...given });
    return (await callVault(this.#caller, 'profiles.save', params)) as SavedProfile;
  }

  /**
   * Saves a session that was made elsewhere in a profile: Playwright's storage state, cookies as other programs write them, the text of a
   * `cookies.txt`. What a browser would not take is left out, and named in `left_out`.
   *
   * @throws AgentAuthError `invalid_input`, `invalid_name`, `invalid_domain`, `forbidden`: `ProfileImportError`
   * @example
   * await auth.profiles.import({ name: 'work', domain: 'example.com', storage_state: { cookies: [], origins: [] } });
   */
  async import(input: ProfileImport): Promise<ImportedProfile> {
    return callVault(this.#caller, 'profiles.import', readParams(profiles.import, input));
  }

  /**
   * The versions of a profile that are kept, newest first: each save, import and rollback writes one.
   *
   * @throws AgentAuthError `profile_not_found`, `invalid_name`: `ProfileVersionsError`
   * @example
   * const [current, before] = await auth.profiles.versions('work');
   */
  async versions(id_or_name: string): Promise<readonly ProfileVersion[]> {
    return callVault(this.#caller, 'profiles.versions', readParams(profiles.versions, { id_or_name }));
  }

  /**
   * Writes a version that is still kept as the newest one. Agents whose session is another one by that need a login, which finds out whether it
   * is still good. Needs an access key with the scope `admin`.
   *
   * @throws AgentAuthError `profile_not_found`, `version_not_found`, `invalid_name`, `invalid_input`, `forbidden`: `ProfileRollbackError`
   * @example
   * const { version } = await auth.profiles.rollback('work', 3);
   */
  async rollback(id_or_name: string, version: number): Promise<Profile> {
    const params = readParams(profiles.rollback, { id_or_name, version });
    return (await callVault(this.#caller, 'profiles.rollback', params)).profile;
  }

  /**
   * Deletes a profile with the sessions in it.
   *
   * @throws AgentAuthError `profile_not_found`, `forbidden`: `ProfileDeleteError`
   * @example
   * await auth.profiles.delete('work');
   */
  async delete(id_or_name: string): Promise<void> {
    await callVault(this.#caller, 'profiles.delete', readParams(profiles.delete, { id_or_name }));
  }
}
