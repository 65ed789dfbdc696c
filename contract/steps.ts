/**
 * What workflows ask of activities. Results go to history: names from closed lists, origins, codes; never a value. What a site wrote is sealed (`shown`
 * and `address`, see shown.ts), and empty in plain; in histories of older versions it stands in plain.
 * Expected outcomes are values; an activity throws only when the infrastructure failed.
 */

import type { ProxyTrouble } from './address/proxy.js';
import type { AgentStatus } from './agent/agent.js';
import type { HeardChange } from './agent/heard-change.js';
import type { StartAuthorization } from './agent/start-authorization.js';
import type { LoginStop } from './agent/stop.js';
import type { FlowErrorCode } from './errors/errors.js';
import type { InvocationStatus, InvocationType, SessionNotice, StoppedSecret } from './invocation/invocation.js';
import type { StoredAtHand } from './invocation/stored-at-hand.js';
import type { OfferedValues, Outcome } from './outcome.js';
import type { VaultCallInput } from './vault-calls.js';

export type { HeardChange, KnownSession, LostLogin } from './agent/heard-change.js';
export type { StoredAtHand } from './invocation/stored-at-hand.js';
export type { OfferedValues, Outcome, SeenField, SeenPage } from './outcome.js';
export type { TemporalActivities } from './temporal-activities.js';

/** A live page, held by one worker. */
export interface PageHandle {
  readonly page_id: string;
  /** That worker's own task queue. */
  readonly task_queue: string;
}

/** Which login a step belongs to. The vault's grant of the agent decides what may be typed where. */
export interface LoginRef {
  readonly invocation_id: string;
  readonly auth_agent_id: string;
}

/** An answer of a person, by what entitles to it. The vault looks at it each time that something of the answer is used. */
export interface GivenAnswer {
  readonly question: number;
  /** Id of the key that everything in the answer is sealed to. */
  readonly kid: string;
  /** Sealed, see entitlement.ts. Absent in answers from before there were entitlements: those are worth nothing. */
  readonly entitlement?: string;
}

/** Where the value of a field comes from. */
export type ValueSource =
  | { readonly from: 'stored'; readonly key: string }
  | { readonly from: 'totp' }
  /** Given by a person, sealed for (`question`, `field`) of the invocation; opened in memory right before it is typed. */
  | ({
      readonly from: 'given';
      readonly sealed: string;
      readonly field: string;
      /** Site of the page that asked, for a secret: a reminder of the workflow's own. What counts is what the vault noted. */
      readonly at?: string;
    } & GivenAnswer);

/** Number of the question that is asked next, if this step leads to one: the vault notes which page asks it. */
export interface Asking {
  readonly question?: number;
}

export interface FillStep extends LoginRef, Asking {
  readonly page: PageHandle;
  readonly signature: string;
  /** Names one submission: (invocation, question, steps). At most one submission is made for an id, even if the activity is repeated. */
  readonly attempt_id: string;
  readonly values: Readonly<Record<string, ValueSource>>;
}

export type FillResult =
  | Outcome
  /**
   * The current TOTP step is used or nearly over, or another submission of the same account is on its way: try again then. RFC 3339.
   * Nothing was typed.
   */
  | { readonly kind: 'wait_until'; readonly at: string; readonly why?: 'code' | 'account' }
  /** The account takes no more logins for now. Nothing was typed. */
  | ({ readonly kind: 'stopped' } & LoginStop)
  | NotEntitled
  /** These values are for another site than the one that asks. Nothing was typed. */
  | { readonly kind: 'other_site'; readonly fields: readonly string[] }
  /** These values are empty, or with `gone` not in the vault any more. Nothing was typed. */
  | { readonly kind: 'empty'; readonly fields: readonly string[]; readonly gone?: true }
  /** These values were refused by the site before, exactly so. Nothing was typed. */
  | { readonly kind: 'refused_before'; readonly fields: readonly string[] }
  /** The form is not the one that was seen. Nothing was typed. */
  | { readonly kind: 'changed'; readonly outcome: Outcome };

/** Nothing entitles to what a person gave for these fields, or to the choice. Nothing was typed or pressed. */
export interface NotEntitled {
  readonly kind: 'not_entitled';
  /** Empty for a choice. */
  readonly fields: readonly string[];
}

export interface ChooseStep extends LoginRef, Asking {
  readonly page: PageHandle;
  readonly signature: string;
  readonly choice:
    | { readonly sso_button: string }
    | { readonly mfa_type: string }
    | { readonly sign_in_option: string };
  /** The answer that made the choice. Absent where nobody did: the button of the identity provider that the grant names. */
  readonly answer?: GivenAnswer;
}

export type SaveResult =
  | {
      readonly kind: 'saved';
      readonly session_expires_at: string | null;
      readonly post_login_url: string;
      readonly address?: string;
      readonly notice?: SessionNotice;
    }
  | { readonly kind: 'not_kept'; readonly artefact: string | null }
  /** A step of the login is left. The page shows it now. */
  | { readonly kind: 'step_left'; readonly outcome: Outcome };

export interface OpenedLogin {
  readonly page: PageHandle;
  readonly outcome: Outcome;
  /** As in `outcome`, for workflows of older workers. */
  readonly offered?: OfferedValues;
}

/** Another login uses a site of the same profile that both agents name: try again later. No page is open. */
export interface ProfileInUse {
  readonly kind: 'profile_in_use';
}

/** As many logins as may are on the site: try again so much later. No page is open. */
export interface SiteFull {
  readonly kind: 'site_full';
  readonly ask_again_ms: number;
}

/** Activities on the queue that any worker with a free page polls. */
export interface BrowserActivities {
  /**
   * @param ref with `names` of fields that stand in the history in plain already, by which people have answered, and whether somebody has just
   * done so (`is_watched`)
   */
  openLogin(
    ref: LoginRef & Asking & { readonly names?: readonly string[]; readonly is_watched?: true },
  ): Promise<OpenedLogin | ProfileInUse | SiteFull>;
}

/** Activities on the queue of the worker that holds the page. They throw type `PageLost` when the page is gone or another login's. */
export interface PageActivities {
  fillFields(step: FillStep): Promise<FillResult>;
  chooseOption(step: ChooseStep): Promise<Outcome | NotEntitled>;
  /** Looks, and where `watch_seconds` is given keeps looking that long while the page waits for an external action. */
  lookAtPage(
    step: LoginRef & Asking & { readonly page: PageHandle; readonly watch_seconds?: number },
  ): Promise<Outcome>;
  /** Proves in a fresh context that cookies and storage are logged in, saves them, closes the page; unless a step of the login is left. */
  saveSession(step: LoginRef & { readonly page: PageHandle }): Promise<SaveResult>;
  closePage(step: LoginRef & { readonly page: PageHandle }): Promise<void>;
}

/** `ApplicationFailure.type` of a page step whose page is gone. */
export const PAGE_LOST = 'PageLost';

export interface BeginInvocation extends LoginRef {
  readonly type: InvocationType;
  /** First run of the workflow: only its runs may go on with the login. */
  readonly run_id: string;
  readonly authorization: StartAuthorization | null;
  /** What an agent of an earlier version remembers; the vault takes it over once, where it knows no name. */
  readonly save_credential_as: string | null;
  /** As `StartInvocation.automatic`. */
  readonly automatic?: true;
}

export interface BegunInvocation extends StoredAtHand {
  /** Published sealing key of this invocation (compact JWS). */
  readonly sealing_key: string;
  /** Its key id. */
  readonly kid: string;
  /** As what it was begun: `reauth` where nobody showed an access key. */
  readonly type?: InvocationType;
  /** The name that the answers of people will be saved under. */
  readonly save_credential_as?: string | null;
  /** Why it may not go on now: it is a login by itself, and its time has not come. Absent: it may. */
  readonly stopped?: LoginStop;
  /** For how long a re-login waits for a person, without a page. Seconds; absent: it does not. */
  readonly reauth_wait_seconds?: number;
}

/** How a login ended, by the vault's own records. */
export interface InvocationEnd {
  readonly status: InvocationStatus;
  readonly error_code: FlowErrorCode | null;
  /** Credential that the answers of people were saved in, if they were. */
  readonly credential_name: string | null;
  readonly session_expires_at: string | null;
  /** Its origin: the vault's index has all of it. */
  readonly post_login_url: string | null;
  /** RFC 3339: nobody answered in time, and it is asked again then. Absent: it is not. */
  readonly again_at?: string;
}

/** What is known about an attempt whose activity did not answer. */
export type RecoveredAttempt =
  /** Nothing was typed and nothing will be. */
  | { readonly state: 'revoked' }
  /** It was typed or being typed. `again` says whether one more submission of the same values is allowed on a fresh page. */
  | { readonly state: 'armed'; readonly again: boolean }
  | { readonly state: 'judged' };

export interface CloseInvocation extends LoginRef {
  readonly status: InvocationStatus;
  readonly error_code: FlowErrorCode | null;
  /** Counts only for logins that were begun before the vault recorded the name at the begin. */
  readonly save_credential_as: string | null;
  /** Values that a person gave and the site accepted: saved on success, one-time codes never. */
  readonly given: Readonly<Record<string, Extract<ValueSource, { from: 'given' }>>>;
  /** More about the end, to be shown. Absent from older workers. */
  readonly error_details?: StoppedSecret | ProxyTrouble;
  readonly stopped?: LoginStop | null;
}

/** A login that waits for a person. */
export interface NeedsHuman extends LoginRef {
  readonly question: number;
  readonly waits_for: 'input' | 'external_action';
  /** Names of the fields that are asked for. */
  readonly fields: readonly string[];
  /** RFC 3339: until when it waits. Absent from older workers. */
  readonly until?: string;
}

export interface ClosedInvocation {
  /** Credential that now belongs to the agent. */
  readonly credential_name: string | null;
  /** Names that values were to be saved under, and were not: each is a credential for another site. Absent from older workers. */
  readonly not_saved?: readonly string[];
  /** The vault has no session that the login has proven: it was put back to what it was before. So the login has failed. Absent from older workers. */
  readonly session_lost?: true;
}

/** Local activities of the main queue: short, idempotent, in the vault. */
export interface VaultActivities {
  callVault(input: VaultCallInput): Promise<string>;
  beginInvocation(input: BeginInvocation): Promise<BegunInvocation>;
  recoverAttempt(input: LoginRef & { readonly attempt_id: string }): Promise<RecoveredAttempt>;
  /** Saves what was given, deletes the key and records the end, in one transaction. Returns the credential that now belongs to the agent. */
  closeInvocation(input: CloseInvocation): Promise<ClosedInvocation>;
  /** Tells whoever listens to events, once for each question. */
  noteNeedsHuman(input: NeedsHuman): Promise<void>;
  /** Reminds of what a re-login waits for, once for each `nth` from 1. */
  remind(input: LoginRef & { readonly nth: number }): Promise<void>;
  /**
   * A re-login that waited without a page begins again.
   * @param input `by`: the answer that said so, without values; null where nobody has to be entitled
   */
  wakeLogin(input: LoginRef & { readonly by: GivenAnswer | null }): Promise<{ readonly entitled: boolean }>;
  /**
   * How a login of the agent ended; null while it has not.
   * @param input `run_id` is the first run of the workflow that the agent started, null where it does not know
   */
  readEnd(input: LoginRef & { readonly run_id: string | null }): Promise<InvocationEnd | null>;
  /**
   * Whether a login of the agent would be refused by the ledger of its account. Null: it would not.
   * @param input `session_ended`: the last session is over, so that its length is known
   */
  checkLogin(input: { readonly id: string; readonly session_ended: boolean }): Promise<LoginStop | null>;
  /** What is stored for a login now; null where the login has ended or its agent is gone. */
  readStored(input: LoginRef): Promise<StoredAtHand | null>;
  /**
   * What has changed for an agent since it heard of it last.
   * @param input `heard`: the change that it has acted on
   */
  hearChange(input: { readonly id: string; readonly heard: string | null }): Promise<HeardChange>;
  /** Whether the vault has a session of the agent that is still good, and that of the account which the agent logs in with now. */
  hasSession(input: { readonly id: string }): Promise<boolean>;
  recordAgent(input: {
    readonly id: string;
    readonly status: AgentStatus;
    readonly last_auth_at: string | null;
    readonly session_expires_at: string | null;
    readonly post_login_url: string | null;
    /** What an agent of an earlier version remembers; the vault takes it over once, where it knows no name. */
    readonly save_credential_as?: string | null;
  }): Promise<void>;
}
