/** What each method can be rejected with. `switch (error.code)` narrows to one of them. */
import type { AgentAuthErrorOf, ErrorCode, FlowErrorCode } from '../contract/errors/errors.js';

/** Temporal, its workers or the vault don't answer as they should; `internal_error` where nobody foresaw it. */
type Trouble =
  | 'temporal_unavailable'
  | 'temporal_forbidden'
  | 'namespace_not_found'
  | 'worker_unavailable'
  | 'vault_unavailable'
  | 'internal_error';

/** What any call of the vault can be answered with. */
type VaultCode = Trouble | 'unauthorized' | 'forbidden' | 'untrusted_vault' | 'session_too_large' | 'invalid_input';

type Of<Code extends ErrorCode> = AgentAuthErrorOf<Code>;

export type ConnectError = Of<Trouble | 'no_stack' | 'invalid_input'>;

export type CredentialCreateError = Of<
  VaultCode | 'already_exists' | 'invalid_name' | 'invalid_domain' | 'invalid_totp_secret'
>;
export type CredentialImportError = Of<VaultCode | 'invalid_domain'>;
export type CredentialRetrieveError = Of<VaultCode | 'credential_not_found' | 'invalid_name'>;
export type CredentialUpdateError = Of<
  VaultCode | 'credential_not_found' | 'already_exists' | 'invalid_name' | 'invalid_totp_secret'
>;
export type CredentialDeleteError = CredentialRetrieveError;
export type TotpCodeError = Of<VaultCode | 'credential_not_found' | 'invalid_name' | 'no_totp_secret'>;

export type AgentCreateError = Of<
  | VaultCode
  | 'credential_not_found'
  | 'domain_mismatch'
  | 'invalid_domain'
  | 'invalid_url'
  | 'invalid_name'
  | 'invalid_proxy'
  | 'agent_not_found'
  | 'provider_not_found'
>;
export type AgentUpdateError = AgentCreateError;
export type PauseError = Of<VaultCode | 'agent_not_found'>;
export type SitePauseError = Of<VaultCode | 'invalid_domain'>;
export type AgentRetrieveError = Of<VaultCode | 'agent_not_found'>;
export type AgentDeleteError = AgentRetrieveError;
export type ResetAttemptsError = AgentRetrieveError;
export type CheckError = AgentRetrieveError;
export type AgentFollowError = Of<Trouble | 'agent_not_found'>;
export type ReportExpiredError = AgentFollowError;
export type EnsureError =
  | AgentCreateError
  | InvocationFollowError
  | Of<FlowErrorCode | 'save_conflict' | 'needs_human' | 'ensure_timeout' | 'invocation_ended'>;

export type InvocationCreateError = Of<
  VaultCode | 'agent_not_found' | 'invocation_not_found' | 'save_conflict' | 'invalid_name' | 'paused'
>;
export type ReauthError = Of<VaultCode | 'agent_not_found' | 'invocation_not_found' | 'save_conflict' | 'paused'>;
export type InvocationRetrieveError = Of<Trouble | 'invocation_not_found' | 'untrusted_vault' | 'unauthorized'>;
export type InvocationFollowError = InvocationRetrieveError;
export type InvocationPictureError = Of<VaultCode | 'invocation_not_found'>;
export type InvocationTraceError = Of<VaultCode | 'invocation_not_found'>;
export type InvocationWaitError = InvocationRetrieveError | Of<'ensure_timeout' | 'invalid_input'>;
export type SubmitError =
  | InvocationRetrieveError
  | Of<
      | 'invalid_input'
      | 'unknown_field'
      | 'missing_field'
      | 'empty_value'
      | 'unknown_option'
      | 'unreadable_value'
      | 'wrong_key'
      | 'not_entitled'
      | 'stale_step'
      | 'submit_in_progress'
      | 'not_awaiting_input'
      | 'invocation_ended'
    >;
export type HandoffError = InvocationRetrieveError | Of<VaultCode | 'invocation_ended'>;
export type ExchangeError = InvocationRetrieveError | Of<VaultCode | 'handoff_expired'>;
export type CancelError = InvocationRetrieveError | Of<'invocation_ended'>;

export type ProfileCreateError = Of<VaultCode | 'already_exists' | 'invalid_name'>;
export type ProfileRetrieveError = Of<VaultCode | 'profile_not_found' | 'invalid_name'>;
export type ProfileDeleteError = ProfileRetrieveError;
export type StorageStateError = Of<VaultCode | 'profile_not_found' | 'invalid_name' | 'invalid_domain'>;
export type ProfileVersionsError = ProfileRetrieveError;
export type ProfileRollbackError = ProfileRetrieveError | Of<'version_not_found'>;
export type SessionError = StorageStateError;
export type LeaseReleaseError = Of<VaultCode | 'lease_not_found'>;
export type LeaseRenewError = LeaseReleaseError | Of<'invalid_input'>;
export type ProfileSaveError = StorageStateError;
export type ProfileImportError = Of<VaultCode | 'invalid_name' | 'invalid_domain'>;

type ProviderSays =
  | 'provider_token_invalid'
  | 'provider_forbidden'
  | 'provider_locked'
  | 'provider_rate_limited'
  | 'provider_unavailable'
  | 'provider_answer_invalid';

export type ProviderRetrieveError = Of<VaultCode | 'provider_not_found' | 'invalid_name'>;
export type ProviderUpdateError = ProviderRetrieveError | Of<'already_exists' | 'invalid_url' | 'invalid_domain'>;
export type ProviderCreateError = Exclude<ProviderUpdateError, Of<'provider_not_found'>> | Of<'provider_not_supported'>;
export type ProviderDeleteError = ProviderRetrieveError;
export type ProviderTestError = ProviderRetrieveError;
export type ProviderItemsError = ProviderRetrieveError | Of<ProviderSays>;
export type ProviderMatchError = ProviderRetrieveError | Of<'invalid_domain'>;
export type ProviderAuditError = ProviderRetrieveError;

export type KeyCreateError = Of<VaultCode | 'invalid_name'>;
export type KeyCheckError = Of<VaultCode>;
export type KeyRevokeError = Of<VaultCode | 'key_not_found' | 'last_admin_key'>;

export type RecipeForgetError = AgentRetrieveError;

export type EventListError = Of<VaultCode | 'agent_not_found' | 'event_not_found'>;
export type TimelineError = AgentRetrieveError;
export type WebhookCreateError = Of<VaultCode | 'too_many_webhooks'>;
export type WebhookRetrieveError = Of<VaultCode | 'webhook_not_found'>;
export type WebhookUpdateError = WebhookRetrieveError;

/** Errors of every `list`: invalid input is thrown at once, the others when it is awaited or iterated over. */
export type ListError = Of<VaultCode | 'invalid_domain' | 'invalid_name'>;
