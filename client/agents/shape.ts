import type { ShownProxy } from '../../contract/address/proxy.js';
import type { AgentState, AgentStatus } from '../../contract/agent/agent.js';
import type { AgentRecord } from '../../contract/agent/agent-record.js';
import type { Pause } from '../../contract/agent/pause.js';
import type { CanReauthReason } from '../../contract/agent/reauth.js';
import { DEFAULT_REAUTH_WAIT_SECONDS, type ReauthWait } from '../../contract/agent/reauth-wait.js';
import type { CheckUnavailable, SessionCheck } from '../../contract/agent/session-check.js';
import type { LastSessionEnd, SessionEndReason } from '../../contract/agent/session-lifetime.js';
import type { LoginStop } from '../../contract/agent/stop.js';
import type { AgentItem, CredentialReference } from '../../contract/credentials/providers.js';

/** An auth agent as callers see it: Kernel's members, and ours. */
export interface AuthAgent {
  readonly id: string;
  readonly domain: string;
  readonly profile_name: string;
  readonly status: AgentStatus;
  readonly allowed_domains: readonly string[];
  readonly send_to: readonly string[];
  /** What its traffic goes out by; null: directly. */
  readonly proxy: ShownProxy | null;
  readonly login_url: string | null;
  readonly stay_signed_in: boolean;
  readonly credential_id: string | null;
  readonly credential_name: string | null;
  /** The provider that its values come from; null where none was named, or found. */
  readonly credential: CredentialReference | null;
  /** The item of it that was taken, or chosen by a person; null where none was yet. */
  readonly credential_item: AgentItem | null;
  /** Whether it can log in again without a person, by what its next login would find and what its last one needed. */
  readonly can_reauth: boolean;
  readonly can_reauth_reason: CanReauthReason;
  /** When the session was last proven or looked at, with whatever result. RFC 3339. */
  readonly last_auth_check_at: string | null;
  /** The last look at the session; null where there was none since it was proven. */
  readonly last_check: SessionCheck | null;
  /** When the last session of it ended that had none in its place, and why; null: none has, as far as is kept, or this is one of a list. */
  readonly last_session_end: LastSessionEnd | null;
  /** Whether its session is looked at from time to time. */
  readonly health_checks: boolean;
  /** How often, in seconds; a tenth earlier or later. */
  readonly health_check_interval: number;
  /** Why that can't be: then nobody notices when the site ends the session. Null: it can, or there is no session. */
  readonly health_check_unavailable_reason: CheckUnavailable | null;
  /** How long a re-login waits for a person, in seconds. */
  readonly reauth_wait_seconds: number;
  /** What it waits for from a person, since when, and when it asks again; null: nothing. */
  readonly reauth_wait: ReauthWait | null;
  /** RFC 3339: when its session ends, or how long it lives at least, see `session_expires_reason`; null: nobody knows. */
  readonly session_expires_at: string | null;
  /** `announced`: the site said so; `learned`: its sessions have lived at least so long; `unknown`. */
  readonly session_expires_reason: SessionEndReason;
  /** Until when somebody has said that they use its session; null: nobody has. RFC 3339. */
  readonly in_use_until: string | null;
  /** Whether it logs in again by itself when its session is over, or about to be. */
  readonly auto_reauth: boolean;
  /** Whether the site is visited often enough that it does not end the session as unused. */
  readonly keep_alive: boolean;
  /** Where the login led to, without query and fragment. */
  readonly post_login_url: string | null;
  /** The login in progress; null when there is none. */
  readonly invocation_id: string | null;
  /** Why its next login would not be sent, and until when; null: it would. */
  readonly stopped: LoginStop | null;
  /** Who has switched it or its site off, and why; null: nobody. */
  readonly paused: Pause | null;
  /** Name that the answers of people are saved under; null: they are not saved. */
  readonly save_credential_as: string | null;
}

/** RFC 3339 in UTC, whose order is that of its letters. */
const latest = (one: string | null, other: string | null): string | null =>
  one !== null && other !== null && other < one ? one : (other ?? one);

/** What the vault says itself, but for older workers. */
function reasonOf(record: AgentRecord, lastAuthAt: string | null): CanReauthReason {
  const { credential_id, credential = null, provider_trouble = null } = record;
  if (credential_id === null && credential === null) return 'no_credential';
  if (lastAuthAt === null) return 'no_prior_successful_login';
  if (credential === null) return 'has_credential';
  return provider_trouble === null ? 'external_credential' : 'provider_unavailable';
}

const endReasonOf = ({ session_expires_reason, session_expires_at }: AgentRecord): SessionEndReason =>
  session_expires_reason ?? (session_expires_at === null ? 'unknown' : 'announced');

/**
 * The vault's record says what an agent may do and what session it has, its workflow whether that is still good. Both have to say that it is logged in: who
 * has taken the workflow's id can say anything.
 * @param state null when the workflow is not there: then the record's copy of it counts
 */
export function toAuthAgent(record: AgentRecord, state: AgentState | null): AuthAgent {
  const isIn = record.status === 'AUTHENTICATED' && (state ?? record).status === 'AUTHENTICATED';
  const reason = reasonOf(record, record.last_auth_at);
  return {
    id: record.id,
    domain: record.domain,
    profile_name: record.profile_name,
    status: isIn ? 'AUTHENTICATED' : 'NEEDS_AUTH',
    allowed_domains: record.allowed_domains,
    send_to: record.send_to,
    proxy: record.proxy ?? null,
    login_url: record.login_url,
    stay_signed_in: record.stay_signed_in,
    credential_id: record.credential_id,
    credential_name: record.credential_name,
    credential: record.credential ?? null,
    credential_item: record.credential_item ?? null,
    can_reauth: record.can_reauth ?? (reason === 'has_credential' || reason === 'external_credential'),
    can_reauth_reason: record.can_reauth_reason ?? reason,
    last_auth_check_at: latest(record.last_auth_at, record.last_check?.at ?? null),
    last_check: record.last_check ?? null,
    last_session_end: record.last_session_end ?? null,
    health_checks: record.health_checks ?? true,
    health_check_interval: record.health_check_interval ?? 3_600,
    health_check_unavailable_reason: isIn ? (record.health_check_unavailable_reason ?? null) : null,
    reauth_wait_seconds: record.reauth_wait_seconds ?? DEFAULT_REAUTH_WAIT_SECONDS,
    reauth_wait: record.reauth_wait ?? null,
    session_expires_at: isIn ? record.session_expires_at : null,
    session_expires_reason: isIn ? endReasonOf(record) : 'unknown',
    in_use_until: record.in_use_until ?? null,
    auto_reauth: record.auto_reauth ?? true,
    keep_alive: record.keep_alive ?? false,
    post_login_url: record.post_login_url,
    invocation_id: state?.invocation_id ?? null,
    stopped: record.stopped ?? null,
    paused: record.paused ?? null,
    save_credential_as: record.save_credential_as ?? null,
  };
}
