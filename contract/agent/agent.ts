/** What callers see of an auth agent. */
import type { FlowErrorCode } from '../errors/errors.js';
import type { InvocationType, Limits } from '../invocation/invocation.js';
import type { StartAuthorization } from './start-authorization.js';
import type { LoginStop } from './stop.js';

export type AgentStatus = 'AUTHENTICATED' | 'NEEDS_AUTH';

/** What a login of this agent is allowed to do. The vault's record decides; workflows only mirror it. */
export interface AgentConfig {
  readonly domain: string;
  readonly profile_name: string;
  readonly credential_name: string | null;
  readonly login_url: string | null;
  readonly allowed_domains: readonly string[];
  readonly limits: Limits;
  /** In a change of it; absent: as it is. */
  readonly save_credential_as?: string | null;
}

export interface AgentState extends AgentConfig {
  readonly id: string;
  readonly status: AgentStatus;
  /** Grows with every change. */
  readonly version: number;
  /** The invocation in progress. */
  readonly invocation_id: string | null;
  readonly last_invocation_id: string | null;
  readonly last_error_code: FlowErrorCode | null;
  readonly last_auth_at: string | null;
  readonly session_expires_at: string | null;
  /** Its origin: the vault's index (`agents.retrieve`) has all of it. */
  readonly post_login_url: string | null;
  /** Remembered for re-authentications. */
  readonly save_credential_as: string | null;
  /** Why the last login that was wanted was not started; null once one is. Absent in states of older versions. */
  readonly stopped?: LoginStop | null;
}

export interface StartInvocation {
  /** Chosen by the caller, `inv_...`: a request with the same id is a repeat of the same request. */
  readonly invocation_id: string;
  readonly type: InvocationType;
  readonly save_credential_as: string | null;
  /** SHA-256, hex, of the one-time code that the caller keeps. Null when no link is wanted. */
  readonly handoff_hash: string | null;
  readonly limits: Limits | null;
  /** Without it the login is the agent's own: it uses and saves what the agent's grant says, nothing else. */
  readonly authorization?: StartAuthorization | null;
  /** Nobody asked for a login, but for a session: it keeps to the times that logins by themselves keep to. Without an authorization it does so anyway. */
  readonly automatic?: true;
}

export interface StartedInvocation {
  readonly invocation_id: string;
  readonly type: InvocationType;
  readonly expires_at: string;
  /** True when an invocation was in progress already. */
  readonly joined: boolean;
}

/** Input of the workflow `authAgent`; `state` is set when it continues as new. */
export interface AgentInput {
  readonly id: string;
  readonly config: AgentConfig;
  readonly task_queue: string;
  readonly resume: AgentResume | null;
}

/** What the next run of an agent takes over. Times are absolute. */
export interface AgentResume {
  readonly state: AgentState;
  /** The invocation in progress, reserved before it is started; `state` shows it once it runs. */
  readonly slot: string | null;
  /** First run of its workflow, by which its end is told from that of another of the same id. */
  readonly slot_run_id?: string | null;
  /** RFC 3339: when the invocation in progress should have ended. */
  readonly invocation_expires_at: string | null;
  /** Workflows of others (`ensureSession`) to tell when the invocation in progress ends. */
  readonly waiting: readonly string[];
  /** RFC 3339: no re-authentication by timer before this. */
  readonly not_before: string | null;
  /** The vault keeps `save_credential_as` by now: it has been told what the workflow remembered. */
  readonly name_is_kept?: boolean;
  /** RFC 3339: when somebody was last believed who said that the session is over. */
  readonly reported_at?: string;
  /** A login is wanted, and waits for `not_before`. Absent in records of older versions. */
  readonly due?: boolean;
  /** The login in progress, or the one that is due, renews a session that is over: it is made again until there is one. Absent in records of older versions. */
  readonly renews?: boolean;
  /** Renewals in a row that the site's trouble has ended. */
  readonly troubles?: number;
  /** What is stored has changed, and the agent has not read it yet. Absent in records of older versions. */
  readonly is_told?: boolean;
  /** How often it was asked whether the overdue login in progress still runs. Absent in records of older versions. */
  readonly overdue_checks?: number;
}

/** Input and result of the workflow `ensureSession`, for orchestration code inside other workflows. */
export interface EnsureSessionInput {
  readonly domain: string;
  readonly profile_name: string;
  /** How long to wait, humans included. Seconds. @default 86400 */
  readonly timeout_seconds?: number;
  /** A session that was proven or checked longer ago is looked at first. Seconds. @default 300 */
  readonly max_age_seconds?: number;
}
export type EnsureSessionResult =
  | { readonly status: 'AUTHENTICATED'; readonly agent: AgentState }
  | {
      readonly status: 'FAILED';
      readonly code: FlowErrorCode | 'agent_not_found' | 'ensure_timeout';
      /** With `max_attempts_reached`: why, and until when. */
      readonly stopped?: LoginStop | null;
    };

/** Sent by Signal from the agent to a waiting `ensureSession`. */
export interface SessionAnswer {
  readonly authenticated: boolean;
  readonly code: FlowErrorCode | null;
  readonly agent: AgentState;
}
