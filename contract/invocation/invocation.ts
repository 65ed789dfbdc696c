/** What callers see of an invocation. Names and values of Kernel's API where it has them. */

import type { ProxyTrouble } from '../address/proxy.js';
import type { StartAuthorization } from '../agent/start-authorization.js';
import type { LoginStop, StopReason } from '../agent/stop.js';
import type { ErrorCode, FlowErrorCode } from '../errors/errors.js';

export type InvocationStatus = 'IN_PROGRESS' | 'SUCCESS' | 'EXPIRED' | 'CANCELED' | 'FAILED';
export const INVOCATION_STATUSES = [
  'IN_PROGRESS',
  'SUCCESS',
  'EXPIRED',
  'CANCELED',
  'FAILED',
] as const satisfies readonly InvocationStatus[];
export type InvocationStep =
  | 'initialized'
  | 'discovering'
  | 'awaiting_input'
  | 'awaiting_external_action'
  | 'submitting'
  | 'completed'
  | 'expired';
export const INVOCATION_TYPES = ['login', 'reauth'] as const;
export type InvocationType = (typeof INVOCATION_TYPES)[number];

export type FieldType = 'text' | 'email' | 'password' | 'tel' | 'number' | 'url' | 'code' | 'totp';

/** A value that the flow waits for. */
export interface PendingField {
  /** Canonical (`email`, `username`, `phone`, `password`, `code`), or a slug of the label. Key of `field_values`. */
  readonly name: string;
  /** As the site words it. */
  readonly label: string;
  /** CSS path on the site's page, for information. */
  readonly selector: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly placeholder: string | null;
  readonly hint: string | null;
  /** Why it is asked for. */
  readonly reason: 'missing' | 'rejected' | 'empty';
  /** The options of a choice field; null for free text. */
  readonly options: readonly { readonly value: string; readonly label: string }[] | null;
}

export interface SsoButton {
  readonly label: string;
  readonly provider: string;
  readonly selector: string;
}
export type MfaType = 'sms' | 'call' | 'email' | 'totp' | 'push' | 'password' | 'security_key' | 'switch';
export interface MfaOption {
  readonly type: MfaType;
  readonly label: string;
  readonly target: string | null;
  readonly description: string | null;
}
export interface SignInOption {
  readonly id: string;
  readonly label: string;
  readonly description: string | null;
}

/**
 * What there is to know of a session that was saved: `session_device_bound`, the site asks browsers to tie it to their device;
 * `session_state_dropped`, something of the session that it began with (imported, or of another browser) was refused by the browser, and is gone.
 */
export type SessionNotice = 'session_device_bound' | 'session_state_dropped';

/** One line of the story of an invocation. Holds names, never values. */
export interface TimelineEvent {
  /** RFC 3339. */
  readonly at: string;
  readonly event:
    | 'started'
    | 'opening'
    | 'opened'
    | 'profile_waiting'
    | 'site_waiting'
    | 'filling'
    | 'code_waiting'
    | 'account_waiting'
    | 'stopped'
    | 'awaiting_input'
    | 'awaiting_external_action'
    | 'submitted'
    | 'submit_rejected'
    | 'refused'
    | 'page_lost'
    | 'vault_changed'
    | 'item_matched'
    | 'item_replaced'
    | 'item_unavailable'
    | 'begun_again'
    | 'parked'
    | 'saving'
    | 'saved'
    | 'ended';
  /** Names of the fields concerned. */
  readonly fields?: readonly string[];
  readonly code?: ErrorCode;
  /** Where: origin and path, no query; see `shown`. */
  readonly url?: string;
  /** RFC 3339, for `code_waiting`, `account_waiting`, `profile_waiting`, `site_waiting`, `stopped`, and `item_unavailable` of a provider that wants no requests. */
  readonly until?: string;
  /** For `stopped`. */
  readonly why?: StopReason;
  /** For `ended`: names that values were to be saved under, and were not, because each is a credential for another site. */
  readonly not_saved?: readonly string[];
  /** For `saved`, where there is something to know. */
  readonly notice?: SessionNotice;
  /** The whole address, sealed (see shown.ts): in plain `url` is an origin. Only in what a workflow answers. */
  readonly shown?: string;
}

/**
 * What a site wrote, sealed (see shown.ts): about the page that was seen last, with the last refusal or failure, about what is to be done elsewhere, and
 * about the session.
 */
export interface SealedTexts {
  readonly page?: string;
  readonly error?: string;
  readonly message?: string;
  readonly session?: string;
}

export interface InvocationState {
  readonly invocation_id: string;
  readonly auth_agent_id: string;
  readonly type: InvocationType;
  readonly domain: string;
  readonly profile_name: string;
  readonly status: InvocationStatus;
  readonly step: InvocationStep;
  /** Grows with every change; what `waitForChange` compares. */
  readonly version: number;
  /** Number of the question that is pending; a submit quotes it. */
  readonly question: number;
  /** Published key (see published-key.ts) to seal answers to; null before the first step and after the end. */
  readonly sealing_key: string | null;
  readonly started_at: string;
  /** RFC 3339: when the flow ends by itself if nothing happens. */
  readonly expires_at: string;
  readonly pending_fields: readonly PendingField[];
  readonly submitted_fields: readonly string[];
  readonly pending_sso_buttons: readonly SsoButton[];
  readonly mfa_options: readonly MfaOption[];
  readonly sign_in_options: readonly SignInOption[];
  /** Site of the page that asks: secrets that are given go to that site alone. Null where nothing is asked; absent in older states. */
  readonly asked_by?: string | null;
  readonly sso_provider: string | null;
  readonly external_action_message: string | null;
  /** The site's own words about the last refusal, scrubbed of what was typed; null once it has taken what was given after it. */
  readonly website_error: string | null;
  readonly error_code: FlowErrorCode | null;
  readonly error_message: string | null;
  /** More about the error; present where there is. */
  readonly error_details?: StoppedSecret | ProxyTrouble;
  /** Where the worker left a picture and a value-free skeleton of the page. */
  readonly artefact: string | null;
  /** Why the account takes no more logins by itself, where that was found; null after an answer. Absent in states of older versions. */
  readonly stopped?: LoginStop | null;
  /** The last answer that was refused after it had been taken in: a Signal, or one that nothing entitled to. */
  /** RFC 3339: since when it waits for a person without a page; null while it has one, absent in states of older versions. */
  readonly parked_since?: string | null;
  readonly last_rejected: { readonly code: ErrorCode; readonly at: string } | null;
  readonly save_credential_as: string | null;
  readonly session_expires_at: string | null;
  readonly post_login_url: string | null;
  /** Oldest first, the latest 200. */
  readonly timeline: readonly TimelineEvent[];
  /**
   * What the site wrote; absent where it wrote nothing, and in states of older versions. In plain stands what is from closed lists; labels, hints and
   * messages are empty, other names are `field_1`, options have ids. Clients put it back in its places.
   */
  readonly shown?: SealedTexts;
}

export const STOPPED_HOW = ['page', 'form', 'redirect', 'script', 'socket'] as const;
export const STOPPED_ADD = ['send_to', 'allowed_domains'] as const;

/** What was stopped, because it would have carried a secret to where it does not belong. */
export interface StoppedSecret {
  /** Exact host, with its port where that is not the usual one. */
  readonly host: string;
  /** The page that the login led to, a form of the page, a redirect of a server, a script, or a socket. */
  readonly how: (typeof STOPPED_HOW)[number];
  /** Member of the agent's grant that would let it through: for `allowed_domains` only what is stored, for a person's answer stays at the site that asked. */
  readonly add: (typeof STOPPED_ADD)[number];
}

/** What a person answers: exactly one of the four. Values are sealed (see seal.ts, purpose `answer`). */
export interface SubmitMessage {
  readonly question: number;
  /** Id of the key that the values and the entitlement are sealed to. */
  readonly kid: string;
  /** What entitles to this answer, sealed (see entitlement.ts). */
  readonly entitlement: string;
  readonly field_values?: Readonly<Record<string, string>>;
  /** `selector` or `provider` of one of `pending_sso_buttons`. */
  readonly sso_button?: string;
  readonly selected_mfa_type?: string;
  readonly sign_in_option_id?: string;
}

/** Time limits of one invocation, in seconds. */
export interface Limits {
  readonly idle_seconds: number;
  readonly overall_seconds: number;
}
/** Kernel's: 10 minutes for each question, 20 minutes overall. */
export const DEFAULT_LIMITS: Limits = { idle_seconds: 600, overall_seconds: 1200 };

/** The longest limit that a caller may give: 30 days. Seconds. */
export const MAX_LIMIT_SECONDS = 30 * 24 * 3600;
/** How long the one-time code of a link works, like Kernel's. Milliseconds. */
export const HANDOFF_MS = 5 * 60_000;

/** Input of the workflow `authInvocation`. Holds no value and no grant. */
export interface InvocationInput {
  readonly invocation_id: string;
  readonly auth_agent_id: string;
  readonly type: InvocationType;
  readonly domain: string;
  readonly profile_name: string;
  readonly save_credential_as: string | null;
  readonly limits: Limits;
  /** SHA-256, hex, of the one-time codes that callers keep. */
  readonly handoff_hashes: readonly string[];
  /** Prefix of the task queues. */
  readonly task_queue: string;
  readonly authorization?: StartAuthorization | null;
  /** As `StartInvocation.automatic`. */
  readonly automatic?: true;
}

/** Sent by Signal to the agent when an invocation ends. The agent takes it for a hint and asks the vault (`InvocationEnd`). */
export interface InvocationClosed {
  readonly invocation_id: string;
  readonly status: InvocationStatus;
  readonly error_code: FlowErrorCode | null;
  /** Credential that now belongs to the agent, if one was saved. */
  readonly credential_name: string | null;
  readonly session_expires_at: string | null;
  readonly post_login_url: string | null;
}
