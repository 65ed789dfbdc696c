/**
 * Calls of the vault, made by the workflow `vaultCall(op, sealed)`. Request and reply are sealed (see seal.ts), so that neither
 * can be read in history. A write is carried out once for each workflow id, however often Temporal repeats it.
 */

import type { AccessKeyInfo, AccessKeyRecord, NewAccessKey, Scope } from './access-key.js';
import type { ProxyTrouble, ShownProxy } from './address/proxy.js';
import type { AgentConfig, AgentStatus } from './agent/agent.js';
import type { AgentGrant } from './agent/agent-grant.js';
import type { AgentUpdate } from './agent/agent-update.js';
import type { CircuitOperations } from './agent/circuit.js';
import type { LearnedRecipeInfo } from './agent/learned-recipe-info.js';
import type { Pause, PauseOperations } from './agent/pause.js';
import type { ReauthWait } from './agent/reauth-wait.js';
import type { CheckUnavailable, SessionCheck } from './agent/session-check.js';
import type {
  LastSessionEnd,
  LeaseOperations,
  LeaseWanted,
  SessionKeeping,
  SessionLease,
} from './agent/session-lifetime.js';
import type { LoginStop } from './agent/stop.js';
import type { CredentialImportOperations } from './credentials/credential-import.js';
import type { AgentItem, CredentialReference, ProviderOperations, ProviderTrouble } from './credentials/providers.js';
import type { FlowErrorCode } from './errors/errors.js';
import type { EventOperations } from './events.js';
import type { InvocationStatus, InvocationType, StoppedSecret } from './invocation/invocation.js';
import type { InvocationOperations } from './invocation/invocation-calls.js';
import type { ImportedProfile, ImportedState } from './profile/profile-import.js';
import type { SessionOperations } from './profile/profile-session.js';
import type { ProfileVersion } from './profile/profile-version.js';
import type { PieceOperations, Pieces } from './sealing/pieces.js';
import type { SealingKey } from './sealing/seal.js';

/** A credential as callers see it: never a value. */
export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly has_totp_secret: boolean;
  readonly has_values: boolean;
  /** Names of the stored values. */
  readonly value_keys: readonly string[];
  readonly sso_provider: string | null;
}

export interface TotpCode {
  readonly code: string;
  /** RFC 3339. */
  readonly expires_at: string;
}

export interface CredentialCreate {
  readonly name: string;
  readonly domain: string;
  readonly values: Readonly<Record<string, string>>;
  readonly totp_secret?: string;
  readonly sso_provider?: string;
}
/** `values` are merged; `totp_secret: ''` and `sso_provider: null` remove. */
export interface CredentialUpdate {
  readonly id_or_name: string;
  readonly name?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly remove_value_keys?: readonly string[];
  readonly totp_secret?: string;
  readonly sso_provider?: string | null;
}
/** What was taken as it is, and could be better: a value that begins or ends with a space, a TOTP secret of 80 bits or less. */
export type CredentialNotice = 'totp_secret_short' | 'outer_spaces';

/** The answer to what set values, or a TOTP secret: then with a code, so that a person can finish the enrolment with the site. */
export interface CredentialWithCode extends Credential {
  readonly notices?: readonly CredentialNotice[];
  readonly totp_code?: string;
  readonly totp_code_expires_at?: string;
}

export interface ListOf<T> {
  readonly items: readonly T[];
  readonly has_more: boolean;
}
export interface Paging {
  /** 1 to 100. @default 20 */
  readonly limit?: number;
  /** @default 0 */
  readonly offset?: number;
}

/** The vault's record of an agent. */
export interface AgentRecord extends Omit<AgentConfig, 'limits'>, Partial<SessionKeeping> {
  readonly id: string;
  readonly status: AgentStatus;
  readonly created_at: string;
  readonly updated_at: string;
  /** Whether its logins ask the site to stay signed in. */
  readonly stay_signed_in: boolean;
  /** Hosts that the site's own scripts may send secrets to. Nothing is typed there. */
  readonly send_to: readonly string[];
  /** What its traffic goes out by; null: directly. Absent in records of older workers. */
  readonly proxy?: ShownProxy | null;
  /** Absent in records of older workers, like all of the next four. */
  readonly health_checks?: boolean;
  /** Seconds. */
  readonly health_check_interval?: number;
  /** Null where there was none since the session was proven. */
  readonly last_check?: SessionCheck | null;
  /** When its last session ended, and why; null: none has. Absent in records of older workers. */
  readonly last_session_end?: LastSessionEnd | null;
  /** Why its session can't be checked; null: it can, or it is not to be. */
  readonly health_check_unavailable_reason?: CheckUnavailable | null;
  /** How long a re-login waits for a person. Seconds; absent in records of older workers, like the next one. */
  readonly reauth_wait_seconds?: number;
  /** What it waits for from a person; null: nothing. */
  readonly reauth_wait?: ReauthWait | null;
  /** Id of the linked credential. */
  readonly credential_id: string | null;
  readonly last_auth_at: string | null;
  readonly session_expires_at: string | null;
  readonly post_login_url: string | null;
  /** Why its next login would be stopped, as far as is known before it begins; null or absent: it would not. */
  readonly stopped?: LoginStop | null;
  /** Who has switched it or its site off; null or absent: nobody. */
  readonly paused?: Pause | null;
  /** Name that the answers of people are saved under. */
  readonly save_credential_as?: string | null;
  /** The provider that its values come from; null or absent: none that was named. */
  readonly credential?: CredentialReference | null;
  /** What is wrong with that provider. */
  readonly provider_trouble?: ProviderTrouble | null;
  /** The item of it that was chosen; absent where none is. */
  readonly credential_item?: AgentItem;
}

/** The vault's record of an invocation; outlives Temporal's retention. */
export interface InvocationRecord {
  readonly invocation_id: string;
  readonly auth_agent_id: string;
  readonly type: InvocationType;
  readonly domain: string;
  readonly profile_name: string;
  readonly status: InvocationStatus;
  readonly error_code: FlowErrorCode | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  /** More about the error; present where there is. */
  readonly error_details?: StoppedSecret | ProxyTrouble;
  /** Why its account took no more logins by itself; present where that ended it. */
  readonly stopped?: LoginStop;
}

/** A screenshot of a page where a login failed. It shows whatever the page showed, typed values included. */
export interface InvocationPicture {
  /** JPEG, base64. */
  readonly jpeg: string;
  readonly taken_at: string;
}

/** A link to an invocation, by the hash of its code. */
export interface LinkHash {
  readonly invocation_id: string;
  /** SHA-256 of the link's code, hex. */
  readonly link_hash: string;
}

export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** Grows with every save. */
  readonly version: number;
  readonly domains: readonly string[];
  /** The session uses sessionStorage, which Playwright's storage state does not hold. */
  readonly needs_session_storage: boolean;
}

/** Playwright's storage state, cookies and origins; IndexedDB where the site uses it. */
export interface StorageState {
  readonly cookies: readonly {
    readonly name: string;
    readonly value: string;
    readonly domain: string;
    readonly path: string;
    /** Seconds since the epoch, -1 for a session cookie. */
    readonly expires: number;
    readonly httpOnly: boolean;
    readonly secure: boolean;
    readonly sameSite: 'Strict' | 'Lax' | 'None';
    readonly partitionKey?: string;
  }[];
  readonly origins: readonly {
    readonly origin: string;
    readonly localStorage: readonly { readonly name: string; readonly value: string }[];
    readonly indexedDB?: readonly unknown[];
  }[];
}

/** Operations: parameters, result. The comment names the scope that is needed; admin may do all. */
export interface VaultOperations
  extends InvocationOperations,
    CredentialImportOperations,
    SessionOperations,
    LeaseOperations,
    PauseOperations,
    CircuitOperations,
    PieceOperations,
    ProviderOperations,
    EventOperations {
  /** admin */
  'credentials.create': [CredentialCreate, CredentialWithCode];
  /** orchestrate */
  'credentials.retrieve': [{ readonly id_or_name: string }, Credential];
  /** orchestrate */
  'credentials.list': [{ readonly domain?: string } & Paging, ListOf<Credential>];
  /** admin */
  'credentials.update': [CredentialUpdate, CredentialWithCode];
  /** admin */
  'credentials.delete': [{ readonly id_or_name: string }, null];
  /** admin; hands out a code, and the vault's own logins will not use that time step again */
  'credentials.totpCode': [{ readonly id_or_name: string }, TotpCode];
  /** orchestrate; `allowed_domains` and `send_to` outside the agent's own site need admin, and so does `proxy` */
  'agents.grant': [AgentGrant, AgentRecord];
  /** orchestrate */
  'agents.retrieve': [{ readonly id: string }, AgentRecord];
  /** orchestrate */
  'agents.list': [{ readonly domain?: string; readonly profile_name?: string } & Paging, ListOf<AgentRecord>];
  /** orchestrate; places as in `agents.grant` */
  'agents.update': [AgentUpdate, AgentRecord];
  /** admin */
  'agents.revoke': [{ readonly id: string }, null];
  /** admin; lets the agent's logins go on where too many attempts stopped them, or trouble of its site. The reason is kept in its timeline */
  'agents.resetAttempts': [{ readonly id: string; readonly reason?: string }, AgentRecord];
  /** orchestrate; makes an empty profile */
  'profiles.create': [{ readonly name: string }, Profile];
  /** orchestrate */
  'profiles.list': [Paging, ListOf<Profile>];
  /** orchestrate */
  'profiles.retrieve': [{ readonly id_or_name: string }, Profile];
  /** orchestrate; hands out a session */
  'profiles.storageState': [
    { readonly id_or_name: string; readonly domain?: string; readonly lease?: LeaseWanted },
    StorageState & { readonly lease?: SessionLease },
  ];
  /** admin; without `domain` the state takes the place of all that the profile held */
  'profiles.import': [
    { readonly name: string; readonly domain?: string; readonly storage_state: ImportedState },
    ImportedProfile,
  ];
  /** orchestrate; newest first */
  'profiles.versions': [{ readonly id_or_name: string }, readonly ProfileVersion[]];
  /** admin; writes an earlier version as the newest. `agents`: ids of those whose session is another one now, and unproven */
  'profiles.rollback': [
    { readonly id_or_name: string; readonly version: number },
    { readonly profile: Profile; readonly agents: readonly string[] },
  ];
  /** admin */
  'profiles.delete': [{ readonly id_or_name: string }, null];
  /** orchestrate */
  'recipes.list': [Paging, ListOf<LearnedRecipeInfo>];
  /** orchestrate; does nothing where the agent has learned nothing */
  'recipes.forget': [{ readonly id: string }, { readonly forgotten: boolean }];
  /** any scope: which key this is */
  'keys.check': [Record<string, never>, AccessKeyInfo];
  /** admin */
  'keys.create': [{ readonly name: string; readonly scopes: readonly Scope[] }, NewAccessKey];
  /** admin */
  'keys.list': [Paging, ListOf<AccessKeyRecord>];
  /** admin */
  'keys.revoke': [{ readonly id: string }, null];
}
export type VaultOperation = keyof VaultOperations;

/** Plain text of a sealed request. */
export interface VaultRequest<Op extends VaultOperation = VaultOperation> {
  readonly access_key: string;
  readonly params: VaultOperations[Op][0];
  /** The caller makes this key for this call; the reply is sealed to it. */
  readonly reply_key: SealingKey;
  /** Where the parameters are, as an envelope, when they are too large: `params` is null then. */
  readonly pieces?: Pieces;
  /** Whether the reply may be `{pieces}`, where it is too large. */
  readonly takes_pieces?: true;
}

/** Subject of the vault's published sealing key. */
export const VAULT_SUBJECT = 'vault';

/** Input of the workflow `vaultCall`. Without `request` it answers the vault's published sealing key. */
export interface VaultCallInput {
  readonly request: { readonly op: VaultOperation; readonly sealed: string; readonly kid: string } | null;
}
