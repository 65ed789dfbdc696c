/**
 * What the vault does for the rest of the worker. Plain values pass through here in memory only: the login room types them, and no
 * result of these methods may go to Temporal, except those of `WorkflowVault`.
 */

import type { AgentProxy } from '../../contract/address/proxy.js';
import type { LoginStop } from '../../contract/agent/stop.js';
import type { Scope, StorageState, VaultCallInput } from '../../contract/index.js';
import type { TraceEntry } from '../../contract/invocation/trace.js';
import type { Recipe } from '../../contract/recipes/recipe.js';
import type {
  BeginInvocation,
  BegunInvocation,
  ClosedInvocation,
  CloseInvocation,
  HeardChange,
  LoginRef,
  RecoveredAttempt,
  VaultActivities,
} from '../../contract/steps.js';
import type { CheckVault } from './check.js';
import type { ComparisonVault } from './comparison.js';
import type { Grant } from './grant.js';
import type { AuthorizationRequest, PersonVault } from './person.js';
import type { ProviderVault } from './provider.js';
import type { SiteTextVault } from './site-text.js';

export type { Grant, GrantedCredential } from './grant.js';
export type { KnownToLogin } from './site-text.js';

import type { OutboxVault } from './outbox.js';
import type {
  HoldState,
  LoadedProfile,
  OwnSession,
  ProfileHold,
  SavedProfile,
  SaveProfile,
  SessionStorage,
} from './profile.js';
import type { AttemptSecret, AttemptVerdict, Clearance, Submission } from './submission.js';

export type { DeliveryToSend, OutboxVault, SendResult } from './outbox.js';
export type {
  AskedQuestion,
  AuthorizationRequest,
  Consent,
  GivenChoice,
  GivenValue,
  SendToDecision,
} from './person.js';
export type * from './profile.js';
export type { ItemChoice, ItemDecision, ItemPlace, ItemReading } from './provider.js';
export type { AttemptSecret, AttemptVerdict, Clearance, Submission, SubmissionOutcome } from './submission.js';

/** An attempt of a login; its id begins with the invocation's and a colon. */
export interface AttemptRef extends LoginRef {
  readonly attempt_id: string;
}

export interface PrepareAttempt extends AttemptRef {
  readonly secrets: readonly AttemptSecret[];
}
export type AttemptState = 'prepared' | 'armed' | 'judged' | 'revoked';

export type TotpClaim =
  /** Type it before `valid_until`, in ms of the site's clock. */
  | { readonly kind: 'code'; readonly code: string; readonly valid_until: number }
  /** This step is used or nearly over: ask again at `until`, in ms of the site's clock. */
  | { readonly kind: 'wait'; readonly until: number };

/** Where a login stands half-way: a page that is lost is opened again there, and nothing is submitted twice for it. */
export interface Checkpoint {
  readonly storage_state: StorageState;
  /** Also of places that the tab has left. Absent in those of older versions. */
  readonly session_storage?: SessionStorage | null;
  /** Full address, query included: it may be needed, and it may be secret. */
  readonly url: string;
  /** The form that a person chose on a page that shows several; a hash, opaque to the vault. */
  readonly chosen_form?: string | null;
  /** The identity provider whose button was pressed. */
  readonly provider?: string | null;
  /** Version of the profile that the login had loaded. */
  readonly base_version?: number | null;
  /** What applications asked for on the way. */
  readonly asked?: readonly AuthorizationRequest[];
  /** Of the grant by which its page was opened. Absent in those of older versions. */
  readonly session?: number;
}

/** How an agent's login went when it last succeeded. Holds no value, and no text that a page showed. */
export interface LearnedRecipe {
  /** Where the first form was found; null where another login may find another one there. */
  readonly login_url: string | null;
  /** Behind the login, where a browser without a session is led to that same form; null where none is known. */
  readonly session_url: string | null;
  /** The forms that were filled, page by page. */
  readonly recipes: readonly Recipe[];
}

/** What workflows ask of the vault: `VaultActivities`, with the workflow's id where a repeat must be told from a new call. */
export interface WorkflowVault
  extends Omit<VaultActivities, 'callVault' | 'recordAgent' | 'checkLogin' | 'hearChange' | 'hasSession'> {
  /**
   * Carries out a sealed call, or answers the published sealing key when there is no request.
   * @param callId workflow id of the call: a write is carried out once for each
   * @returns compact JWE of the reply, or compact JWS of the key
   * @throws AgentAuthError the codes of the operation
   */
  callVault(input: VaultCallInput, callId: string): Promise<string>;
  beginInvocation(input: BeginInvocation): Promise<BegunInvocation>;
  recoverAttempt(input: AttemptRef): Promise<RecoveredAttempt>;
  closeInvocation(input: CloseInvocation): Promise<ClosedInvocation>;
  /**
   * @param callerId workflow id of the caller: an agent asks for itself alone
   * @throws AgentAuthError `agent_not_found`
   */
  checkLogin(input: Parameters<VaultActivities['checkLogin']>[0], callerId: string): Promise<LoginStop | null>;
  /**
   * @param callerId workflow id of the caller: an agent reports on itself alone
   * @throws AgentAuthError `agent_not_found`
   */
  recordAgent(input: Parameters<VaultActivities['recordAgent']>[0], callerId: string): Promise<void>;
  /**
   * @param callerId workflow id of the caller: an agent asks for itself alone
   * @throws AgentAuthError `agent_not_found`
   */
  hearChange(input: Parameters<VaultActivities['hearChange']>[0], callerId: string): Promise<HeardChange>;
  /** Agents that have yet to hear of a change; at most 200, those that have waited longest first. */
  changedAgents(): Promise<readonly string[]>;
  /** Forgets what an agent was to hear: it does not run, and reads everything when it begins. */
  forgetChange(agentId: string): Promise<void>;
  /**
   * First run of the workflow that began a login: no other may go on with it. Null where it was begun before that was recorded, undefined where it was
   * not begun.
   */
  runOf(invocationId: string): Promise<string | null | undefined>;
  /** Records that run for a login that has none yet. */
  adoptRun(invocationId: string, runId: string): Promise<void>;
}

/**
 * What a login may ask of the vault. The invocation has to belong to the agent and the attempt to the invocation, else the call throws
 * `invocation_not_found`.
 */
export interface LoginVault extends SiteTextVault, PersonVault, ProviderVault {
  /** @throws AgentAuthError `agent_not_found` */
  grantOf(agentId: string): Promise<Grant>;
  /**
   * The grant by which a login goes on now.
   * @throws AgentAuthError `invocation_not_found`, `invocation_ended`, `agent_not_found`
   */
  grantFor(ref: LoginRef): Promise<Grant>;
  /**
   * The proxy that all of a login's traffic goes out by; null: directly. Use `browser/proxy` to go out by it.
   * @throws AgentAuthError `invocation_not_found`, `invocation_ended`
   */
  openProxy(ref: LoginRef): Promise<AgentProxy | null>;
  /**
   * Whether the vault saved a session of the agent that is still good, as far as anybody said, and is that of the account which the agent logs in
   * with now. An agent that is gone has none.
   */
  hasSession(agentId: string): Promise<boolean>;
  /** Whether an operator has switched the agent or its site off. False where there is no such agent. */
  isPaused(agentId: string): Promise<boolean>;
  /**
   * Opens a stored value of the agent's credential.
   * @throws AgentAuthError `agent_not_found`, `credential_not_found` (none linked), `unknown_field` (no such key)
   */
  openStored(agentId: string, key: string): Promise<string>;
  /**
   * Whether the site refused exactly this value in this field before, for the agent's account.
   * @param alongside what goes into other fields of the same form, by field: a password that was refused for another user name is not
   * refused for this one. What the login in progress has typed on earlier pages is known.
   */
  wasRefused(
    agentId: string,
    field: string,
    value: string,
    alongside?: Readonly<Record<string, string>>,
  ): Promise<boolean>;
  /** Writes an attempt down, or tells the state that it has already. */
  prepareAttempt(attempt: PrepareAttempt): Promise<AttemptState>;
  /**
   * Asks the ledger of the account whether a prepared attempt may be armed, and keeps other submissions of that account waiting from then
   * on until its verdict, its release, its recovery or three minutes later.
   */
  clearAttempt(attempt: AttemptRef, submission: Submission): Promise<Clearance>;
  /** Gives a clearance back: the attempt types nothing now. */
  releaseAttempt(attempt: AttemptRef): Promise<void>;
  /**
   * The site of a login wants to be left alone for so long (`Retry-After`), in ms: logins of the account by themselves wait, and looks at its session.
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`
   */
  noteRetryAfter(ref: LoginRef, wait: number): Promise<void>;
  /** Notes that a person has chosen something in a login. */
  noteChoice(ref: LoginRef): Promise<void>;
  /** Call right before the first keystroke. False: somebody else armed, judged or revoked it; type nothing. */
  armAttempt(attempt: AttemptRef): Promise<boolean>;
  /** Records the result of an armed attempt. The first verdict stays. */
  judgeAttempt(attempt: AttemptRef, verdict: AttemptVerdict): Promise<void>;
  /**
   * Takes the current time step of the agent's TOTP secret. A step is handed out once for all credentials that share a secret; the
   * claim is on disk before the code is in memory.
   * @param now ms since the epoch, by the SITE's clock
   * @throws AgentAuthError `agent_not_found`, `no_totp_secret`
   */
  claimTotp(agentId: string, now: number): Promise<TotpClaim>;
  /** Keeps where a login stands, encrypted; replaces the last one, and is deleted when the invocation is closed. */
  saveCheckpoint(ref: LoginRef, checkpoint: Checkpoint): Promise<void>;
  /**
   * The site has forgotten the login half-way: drops the checkpoint, so that it begins from the beginning.
   * @returns false where it did so once already
   */
  beginAgain(ref: LoginRef): Promise<boolean>;
  /** What was kept, without sites that belong to others, and with what others have saved since of those that are shared. */
  loadCheckpoint(ref: LoginRef): Promise<Checkpoint | null>;
  /**
   * Takes the sites of a login's agent in its profile and hands out what it may load: the sites that its grant names, its own part of those
   * that nobody names, and what was imported for all; nothing that another account made than the agent's. Takes the login's turn on its site as well. Keep the hold while a page uses both, or it
   * ends within a minute.
   * @param isWatched whether a person has just answered: then its turn comes before those of others. @default false
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`
   */
  loadProfile(ref: LoginRef, isWatched?: boolean): Promise<LoadedProfile>;
  keepProfile(hold: ProfileHold): Promise<HoldState>;
  releaseProfile(hold: ProfileHold): Promise<void>;
  /**
   * What of a session a login may keep: it is filed, proved and saved without the sites that belong to others.
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`
   */
  ownSession(ref: LoginRef, session: OwnSession['session']): Promise<OwnSession>;
  /**
   * The site shows another account than the agent's with what a login has loaded: that is loaded no more, and the next login begins without it.
   * What others have saved since stays.
   */
  disownSession(hold: ProfileHold & { readonly base_version: number | null }): Promise<void>;
  /**
   * Saves a verified session as the next version of the login's profile, by (site, owner), with whose it is, and gives its hold back. What
   * another account had there is set aside. The last three versions are kept, and those that a login or a browser goes on from.
   * @returns null where another login has taken the sites since they were loaded, or the agent is to log in as somebody else: nothing is
   * saved, and the login has to load them again
   * @throws AgentAuthError `invocation_ended`
   */
  saveProfile(save: SaveProfile): Promise<SavedProfile | null>;
  /**
   * The site has ended a session when it was visited again. Its agent’s grant says so from now on.
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`
   */
  noteSingleVisit(ref: LoginRef): Promise<void>;
  /** What the agent's logins have learned; each agent has its own. */
  learnedRecipe(agentId: string): Promise<LearnedRecipe | null>;
  /** Stores it, replacing what was learned before. */
  learnRecipe(agentId: string, recipe: LearnedRecipe): Promise<void>;
  forgetRecipe(agentId: string): Promise<void>;
  /**
   * Adds to what is known of how an invocation went, also of one that has ended. The oldest entries go where they get too many.
   * @throws AgentAuthError `invalid_input` for anything that is not in the lists of `contract/invocation/trace.ts`, `invocation_not_found` (also for an
   * invocation of another agent)
   */
  appendTrace(ref: LoginRef, entries: readonly TraceEntry[]): Promise<void>;
}

/** How many there are now, over all agents. */
export interface VaultCounts {
  /** Logins whose pages ask for what a person has to give or choose. */
  readonly waiting_for_person: number;
  /** Sessions that end within a day, or should have ended. */
  readonly sessions_ending: number;
}

export interface Vault extends WorkflowVault, LoginVault, OutboxVault, CheckVault, ComparisonVault {
  /** For metrics. */
  counts(): Promise<VaultCounts>;
  /** Whether the store answers and takes writes. @throws AgentAuthError `vault_unavailable` where it does not */
  isThere(): Promise<void>;
  /** Compact JWS of today's sealing key, subject `vault`. */
  publishVaultKey(): Promise<string>;
  /**
   * Deletes keys whose time is over and what only they could open. Call it on a timer.
   * @throws AgentAuthError `state_dir_moved` when the database is no longer where it was opened, `copy_unfinished` when the vault was taken
   * back from it: end the process
   */
  sweep(): Promise<void>;
  /** @returns the full text of the new key, which exists nowhere else */
  createAccessKey(key: { readonly name: string; readonly scopes: readonly Scope[] }): Promise<string>;
  /**
   * Makes a new master key and wraps every data key with it. Safe to interrupt and to run while the vault works.
   * @throws AgentAuthError `invalid_input` on Postgres, where every worker is given the keys
   */
  rotateMasterKey(): Promise<void>;
  close(): Promise<void>;
}
