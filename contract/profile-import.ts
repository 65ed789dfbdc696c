import type { Profile } from './vault-calls.js';

/** What an import has done, and what may come of it. */
export interface ImportedProfile extends Profile {
  /** Sites whose session it took the place of, and when a login last showed that that one works; null: none has since it changed. */
  readonly replaced?: readonly { readonly domain: string; readonly proven_at: string | null }[];
  /** Invocations in progress at sites that were imported: what they prove takes the place of it, for a proof is newer than an import. */
  readonly logins_running?: readonly string[];
}
