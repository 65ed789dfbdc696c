/** What comes of using a profile from outside of logins. */
import type { Profile, StorageState } from './vault-calls.js';

/** What an import has done, and what may come of it. */
export interface ImportedProfile extends Profile {
  /** Sites whose session it took the place of, and when a login last showed that that one works; null: none has since it changed. */
  readonly replaced?: readonly { readonly domain: string; readonly proven_at: string | null }[];
  /** Invocations in progress at sites that were imported: what they prove takes the place of it, for a proof is newer than an import. */
  readonly logins_running?: readonly string[];
}

/** What a browser goes on from. */
export interface OpenedProfile extends Profile {
  readonly storage_state: StorageState;
}

/** What became of the changes of a browser. */
export interface WrittenBack extends Profile {
  /** Sites whose session was replaced by an import meanwhile: what the browser changed of theirs belongs to the one before, and was left out. */
  readonly left_out: readonly string[];
}

/** A login holds a site that is asked for: ask again soon. It was told that somebody waits. */
export interface ProfileInUse {
  readonly in_use: true;
}

/** Operations of the vault, as `VaultOperations`. */
export interface ProfileUseOperations {
  /**
   * orchestrate; hands out the whole session to a browser, unless a login holds a site of it
   * @param base random id of the caller's, by which it writes back; without it nothing is kept for that
   */
  'profiles.open': [{ readonly id_or_name: string; readonly base?: string }, OpenedProfile | ProfileInUse];
  /** admin; merges what a browser changed since it was opened, unless a login holds a site of it. Nobody has proven it yet */
  'profiles.writeBack': [
    { readonly id_or_name: string; readonly base: string; readonly storage_state: StorageState },
    WrittenBack | ProfileInUse,
  ];
}
