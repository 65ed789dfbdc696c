/** A saved session as its users get it, and give it back: all that a browser needs to go on with it. */
import type { Profile, StorageState } from './vault-calls.js';

/** Keys and values of sessionStorage, by origin. */
export type SessionStorage = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Brand {
  readonly brand: string;
  readonly version: string;
}

/** What a browser says about itself beside its user agent (User-Agent Client Hints, `NavigatorUAData`). */
export interface ClientHints {
  readonly brands: readonly Brand[];
  readonly fullVersionList: readonly Brand[];
  readonly platform: string;
  readonly platformVersion: string;
  readonly architecture: string;
  readonly bitness: string;
  readonly model: string;
  readonly mobile: boolean;
  readonly wow64: boolean;
}

/** What a site sees of a browser. Sites that tie a session to it end one that comes from another browser. */
export interface BrowserIdentity {
  readonly user_agent: string;
  /** Null where the browser has none. */
  readonly client_hints: ClientHints | null;
  /** The preferred one first (BCP 47). */
  readonly languages: readonly string[];
  /** IANA name. */
  readonly time_zone: string;
}

/** A session as `profiles.session` gives it, and `profiles.save` takes it back. */
export interface ProfileSession {
  /** Name of the profile. */
  readonly profile: string;
  /** The one site that it is of; null: all of the profile. */
  readonly domain: string | null;
  /** Version of the profile. What is saved is compared with it. */
  readonly version: number;
  readonly storage_state: StorageState;
  /** What tabs keep for themselves; Playwright's storage state does not hold it. Null where there is none. */
  readonly session_storage: SessionStorage | null;
  /** The browser that logged in; null where none has yet. */
  readonly browser: BrowserIdentity | null;
  /** Sites whose state was saved from outside, and which no login has proved since. */
  readonly unproven: readonly string[];
}

/** What is written back: a session, with what a site has renewed in it. */
export type SessionSave = Pick<ProfileSession, 'domain' | 'version' | 'storage_state' | 'session_storage'>;

/** A profile after a session was written back to it. */
export interface SavedProfile extends Profile {
  /** Sites that were left out: no agent of the profile names them, and it held nothing of them. */
  readonly left_out: readonly string[];
}

/** Operations of the vault, as `VaultOperations`. */
export interface SessionOperations {
  /** orchestrate; hands out a session, whole */
  'profiles.session': [{ readonly id_or_name: string; readonly domain?: string }, ProfileSession];
  /** orchestrate; writes back what changed since it was handed out, at sites of the profile only */
  'profiles.save': [{ readonly id_or_name: string } & SessionSave, SavedProfile];
}
