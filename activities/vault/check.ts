/** What looking at a session needs of the vault. */
import type { BrowserIdentity, StorageState } from '../../contract/index.js';
import type { AgentProxy } from '../../contract/proxy.js';
import type { CheckAnswer, CheckedSession, CheckInput, CheckReason } from '../../contract/session-check.js';
import type { Probe } from '../session-check/index.js';
import type { SessionStorage } from './profile.js';

/** A look at a session that nobody else takes meanwhile: no login uses it, and no other look. */
export interface TakenCheck {
  readonly kind: 'taken';
  readonly agent_id: string;
  readonly domain: string;
  /** Names this look. */
  readonly lease: string;
  readonly probe: Probe;
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

export interface CheckEnd {
  readonly agent_id: string;
  readonly lease: string;
  readonly version: number;
  readonly answer: CheckAnswer;
  readonly why: CheckReason;
  /** As it is after the look; null where that changed nothing. */
  readonly session: TakenCheck['session'] | null;
}

export interface CheckVault {
  /**
   * @param since ms since the epoch: what somebody else has seen after this counts
   * @throws AgentAuthError `agent_not_found`
   */
  takeCheck(input: CheckInput, since: number): Promise<CheckTaken>;
  /**
   * Writes down what was seen. Where the session is over, its agent hears of it; where the site has changed it, the profile gets that.
   * @throws AgentAuthError `agent_not_found`
   */
  endCheck(end: CheckEnd): Promise<CheckedSession>;
  /** Agents whose sessions are to be looked at now, those that have waited longest first. */
  dueChecks(): Promise<readonly string[]>;
}
