/** A saved session as its users get it, and give it back: all that a browser needs to go on with it. */
import type { LeaseWanted, SessionLease } from '../agent/session-lifetime.js';
import type { Profile, StorageState } from './profile.js';

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
  /** By which the vault keeps that version until it is saved; null: it is compared as long as it is among the last ones. */
  readonly base: string | null;
  /** Marks of what was handed out, by site: whose session it was, and which. Give them back as they are. */
  readonly handed_out: Readonly<Record<string, string>>;
  readonly storage_state: StorageState;
  /** What tabs keep for themselves; Playwright's storage state does not hold it. Null where there is none. */
  readonly session_storage: SessionStorage | null;
  /** The browser that logged in; null where none has yet. */
  readonly browser: BrowserIdentity | null;
  /** Sites whose state was saved from outside, and which no login has proved since. */
  readonly unproven: readonly string[];
  /** Where one was asked for. */
  readonly lease?: SessionLease;
}

/** What is written back: a session, with what a site has renewed in it. */
export type SessionSave = Pick<
  ProfileSession,
  'domain' | 'version' | 'base' | 'handed_out' | 'storage_state' | 'session_storage'
>;

/** A profile after a session was written back to it. */
export interface SavedProfile extends Profile {
  /**
   * Sites whose changes were left out: an import, a rollback or another account has taken the place of the session, what was handed out is not
   * kept any more, or no agent of the profile names them and it held nothing of them.
   */
  readonly left_out: readonly string[];
}

/** A login holds a site that is asked for: ask again soon. It was told that somebody waits. */
export interface ProfileInUse {
  readonly in_use: true;
}

/** Operations of the vault, as `VaultOperations`. */
export interface SessionOperations {
  /**
   * orchestrate; hands out a session, whole
   * @param base random id of the caller's: what is handed out is kept, so that it can be compared, until it is saved or for 32 days
   * @param when_free `in_use` while a login holds a site of it
   * @param lease keeps logins from taking the place of what is handed out, as long as it works
   */
  'profiles.session': [
    {
      readonly id_or_name: string;
      readonly domain?: string;
      readonly base?: string;
      readonly when_free?: boolean;
      readonly lease?: LeaseWanted;
    },
    ProfileSession | ProfileInUse,
  ];
  /**
   * orchestrate; writes back what changed since it was handed out, at sites of the profile only
   * @param when_free `in_use` while a login holds a site that changed
   * @param new_sites admin; whether sites that nobody names, and of which the profile holds nothing, go in too, as in an import
   */
  'profiles.save': [
    { readonly id_or_name: string; readonly when_free?: boolean; readonly new_sites?: boolean } & SessionSave,
    SavedProfile | ProfileInUse,
  ];
}
