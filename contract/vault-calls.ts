/**
 * Calls of the vault, made by the workflow `vaultCall(op, sealed)`. Request and reply are sealed (see seal.ts), so that neither
 * can be read in history. A write is carried out once for each workflow id, however often Temporal repeats it.
 */

import type { AccessKeyInfo, AccessKeyRecord, NewAccessKey, Scope } from './access-key.js';
import type { AgentGrant } from './agent/agent-grant.js';
import type { AgentRecord } from './agent/agent-record.js';
import type { AgentUpdate } from './agent/agent-update.js';
import type { CircuitOperations } from './agent/circuit.js';
import type { LearnedRecipeInfo } from './agent/learned-recipe-info.js';
import type { PauseOperations } from './agent/pause.js';
import type { LeaseOperations, LeaseWanted, SessionLease } from './agent/session-lifetime.js';
import type {
  Credential,
  CredentialCreate,
  CredentialUpdate,
  CredentialWithCode,
  TotpCode,
} from './credentials/credential.js';
import type { CredentialImportOperations } from './credentials/credential-import.js';
import type { ProviderOperations } from './credentials/providers.js';
import type { EventOperations } from './events.js';
import type { InvocationOperations } from './invocation/invocation-calls.js';
import type { ListOf, Paging } from './paging.js';
import type { Profile, StorageState } from './profile/profile.js';
import type { ImportedProfile, ImportedState } from './profile/profile-import.js';
import type { SessionOperations } from './profile/profile-session.js';
import type { ProfileVersion } from './profile/profile-version.js';
import type { PieceOperations, Pieces } from './sealing/pieces.js';
import type { SealingKey } from './sealing/seal.js';

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
