import type { Profile, StorageState } from './profile.js';

/**
 * A session that was made elsewhere: Playwright's storage state; a list of cookies as Puppeteer, Selenium, EditThisCookie and Cookie-Editor write
 * them; the text of a Netscape `cookies.txt`.
 */
export type ImportedState =
  | StorageState
  | readonly object[]
  | { readonly cookies: readonly object[]; readonly origins?: readonly object[] }
  | string;

/** Why a browser does not take a cookie. */
export type CookieProblem =
  | 'no_name_or_value'
  | 'control_character'
  | 'reserved_character'
  | 'too_large'
  | 'invalid_domain'
  | 'public_suffix'
  | 'invalid_path'
  | 'expired'
  | 'host_prefix'
  | 'secure_prefix'
  | 'http_prefix'
  | 'partition_needs_secure'
  | 'invalid_partition';

/** What was not taken: by name, never by value. */
export interface LeftOut {
  /** Of a cookie; the origin of what a site keeps otherwise. */
  readonly name: string;
  readonly domain: string | null;
  readonly reason: CookieProblem | 'not_a_cookie' | 'not_an_origin';
}

/** What an import has done, and what may come of it. */
export interface ImportedProfile extends Profile {
  /** Sites whose session it took the place of, and when a login last showed that that one works; null: none has since it changed. */
  readonly replaced?: readonly { readonly domain: string; readonly proven_at: string | null }[];
  /** Invocations in progress at sites that were imported: what they prove takes the place of it, for a proof is newer than an import. */
  readonly logins_running?: readonly string[];
  /** What a browser would not take, by name, and why: the rest was imported without it. */
  readonly left_out?: readonly LeftOut[];
}
