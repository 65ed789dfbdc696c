/** What looking at a session needs of the vault. */

import type { AgentProxy } from '../../contract/address/proxy.js';
import type {
  CheckAnswer,
  CheckedBy,
  CheckedSession,
  CheckInput,
  CheckReason,
} from '../../contract/agent/session-check.js';
import type { BrowserIdentity, StorageState } from '../../contract/index.js';
import type { WaysToLook } from './probe.js';
import type { SessionStorage } from './profile.js';

/** A look at a session that nobody else takes meanwhile: no login uses it, and no other look. */
export interface TakenCheck {
  readonly kind: 'taken';
  /** What is known before the look. */
  readonly checked: CheckedSession;
  readonly agent_id: string;
  readonly domain: string;
  /** Names this look. */
  readonly lease: string;
  readonly ways: WaysToLook;
  /** Where the last login led; null where that is not known. */
  readonly led: string | null;
  /** Inconclusive looks in a row before this one. */
  readonly inconclusive: number;
  /** Whether it was proven or checked as lately as was asked for: only a request is to be found that tells it from none. */
  readonly is_known: boolean;
  readonly session: { readonly storage_state: StorageState; readonly session_storage: SessionStorage | null };
  /** Version of the profile that it is of. */
  readonly version: number;
  readonly identity: BrowserIdentity | null;
  readonly proxy: AgentProxy | null;
}

export type CheckTaken =
  | TakenCheck
  /** There is nothing to look at, or it is known already. */
  | { readonly kind: 'known'; readonly checked: CheckedSession }
  /** Somebody else looks, or a login uses the session: ask again. */
  | { readonly kind: 'busy'; readonly checked: CheckedSession };

/** What a look has come to. */
export interface Looked {
  readonly answer: CheckAnswer;
  readonly why: CheckReason;
  readonly by: CheckedBy;
  /** Whether neither a request nor a page of the site tells its sessions from none. */
  readonly is_untold?: true;
  /** How long the site wants to be left alone, in ms, where it says so. */
  readonly retry_after?: number;
}

export interface CheckEnd {
  readonly agent_id: string;
  readonly lease: string;
  readonly version: number;
  /** Null where it was not asked whether the session works. */
  readonly looked: Looked | null;
  /** How it is looked at from now on; null: as before. */
  readonly ways: WaysToLook | null;
  /** As it is after the look; null where that changed nothing. */
  readonly session: TakenCheck['session'] | null;
}

export interface LookInput extends CheckInput {
  /** Whether a request that tells the session from none is looked for also where the session is known to work. */
  readonly learns?: boolean;
}

export interface CheckVault {
  /**
   * @param since ms since the epoch: what somebody else has seen after this counts
   * @throws AgentAuthError `agent_not_found`
   */
  takeCheck(input: LookInput, since: number): Promise<CheckTaken>;
  /**
   * Writes down what was seen. Where the session is over, its agent hears of it; where the site has changed it, the profile gets that.
   * @throws AgentAuthError `agent_not_found`
   */
  endCheck(end: CheckEnd): Promise<CheckedSession>;
  /**
   * Marks agents whose sessions are to be renewed before their end, or visited by a browser, so that they hear of it. Those that could not do it by themselves,
   * or would disturb who uses the session, are left alone.
   * @returns how many
   */
  wantDue(): Promise<number>;
  /** Agents whose sessions are to be looked at now, those that have waited longest first. */
  dueChecks(): Promise<readonly string[]>;
}
