/** What the vault keeps of sessions, and who uses it. */
import type { BrowserIdentity, SessionStorage, StorageState } from '../../contract/index.js';
import type { LoginRef } from '../../contract/steps.js';
import type { ProofLeads } from './probe.js';

export type { SessionStorage } from '../../contract/index.js';

/** What is known of an agent's session in a profile. */
export interface SessionFacts {
  readonly post_login_url: string | null;
  /** RFC 3339. */
  readonly session_expires_at: string | null;
}

export interface StoredProfile {
  readonly storage_state: StorageState;
  readonly session_storage: SessionStorage | null;
  readonly facts: SessionFacts;
  /** How the site called the account when a secret had just been typed; see judge/account-label.ts. */
  readonly account_labels?: readonly string[];
  readonly version: number;
  /** The browser that its logins pass for; null: none has logged in yet. */
  readonly browser?: BrowserIdentity | null;
}

/** Names one page of a login that has the sites of its agent in a profile, and a turn on its site. */
export interface ProfileHold extends LoginRef {
  readonly opening: string;
}

export type LoadedProfile =
  /** Null: there is no such profile yet. */
  | { readonly kind: 'loaded'; readonly profile: StoredProfile | null; readonly hold: ProfileHold }
  /** Another login uses a site of the agent: ask again. */
  | { readonly kind: 'in_use' }
  /** As many logins as may are on the site: ask again so much later, in ms. */
  | { readonly kind: 'site_full'; readonly ask_again_ms: number }
  /** An operator has paused the agent or its site. */
  | { readonly kind: 'paused'; readonly ask_again_ms: number };

/** `wanted`: another login was turned away for it, or for its turn. `lost`: it is somebody else's, or its login has ended. */
export type HoldState = 'held' | 'wanted' | 'lost';

/** What of a session may be kept for the agent of a login. */
export interface OwnSession {
  readonly session: Pick<StoredProfile, 'storage_state' | 'session_storage'>;
  /** How many sites were left out: other agents of the profile name them. */
  readonly others: number;
}

export interface SavedProfile {
  readonly version: number;
  /** Present where it took the place of a session that was imported for this site, or gone back to, while the login ran: it has proven its own later. */
  readonly replaced?: true;
}

export interface SaveProfile extends ProfileHold, SessionFacts {
  /** `post_login_url` as it may be shown: without what was typed. */
  readonly shown_url: string | null;
  readonly storage_state: StorageState;
  readonly session_storage: SessionStorage | null;
  /** How the site calls the account, where a secret was typed in this login; absent leaves what is known. */
  readonly account_labels?: readonly string[];
  /** Version that the login started from, null when there was none. What others saved since is merged in. */
  readonly base_version: number | null;
  /** The browser that it was proved in. The profile keeps the first one. */
  readonly browser?: BrowserIdentity | null;
  /** By which the session can be looked at later; null or absent where it can't be. */
  readonly leads?: ProofLeads | null;
}
