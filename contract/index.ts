/**
 * What a program needs to talk to the auth agents through Temporal without the client library: docs/contract.md, in TypeScript.
 * @module
 */

export type { AccessKeyInfo, AccessKeyRecord, NewAccessKey, Scope } from './access-key.js';
export { parseDomain, parseSite, parseUrl, type Site, withoutWww } from './address/domain.js';
export { isLoopback } from './address/host.js';
export type {
  AgentConfig,
  AgentInput,
  AgentResume,
  AgentState,
  AgentStatus,
  EnsureSessionInput,
  EnsureSessionResult,
  SessionAnswer,
  StartedInvocation,
  StartInvocation,
} from './agent/agent.js';
export type { AgentGrant } from './agent/agent-grant.js';
export type { AgentRecord } from './agent/agent-record.js';
export type { AgentUpdate } from './agent/agent-update.js';
export type { CircuitOperations, SiteCircuit } from './agent/circuit.js';
export type { LearnedRecipeInfo } from './agent/learned-recipe-info.js';
export type { Pause, PauseSubject, Resumed } from './agent/pause.js';
export { CAN_REAUTH_REASONS, type CanReauthReason } from './agent/reauth.js';
export {
  type LastSessionEnd,
  SESSION_END_CAUSES,
  SESSION_END_REASONS,
  type SessionEndCause,
  type SessionEndReason,
  type SessionLease,
} from './agent/session-lifetime.js';
export type { StartAuthorization, StartRequest } from './agent/start-authorization.js';
export { type LoginStop, STOP_REASONS, type StopReason } from './agent/stop.js';
export type {
  Credential,
  CredentialCreate,
  CredentialNotice,
  CredentialUpdate,
  CredentialWithCode,
  TotpCode,
} from './credentials/credential.js';
export type {
  AgentItem,
  CredentialProvider,
  CredentialProviderCreate,
  CredentialProviderUpdate,
  CredentialReference,
  ItemRead,
  ItemReadsQuery,
  ItemUse,
  ProviderCandidate,
  ProviderItem,
  ProviderMatch,
  ProvidersQuery,
  ProviderTest,
  ProviderTrouble,
} from './credentials/providers.js';
export {
  AgentAuthError,
  type AgentAuthErrorOf,
  CALL_ERRORS,
  type CallErrorCode,
  ERRORS,
  type ErrorCode,
  type ErrorDetails,
  type ErrorText,
  FLOW_ERRORS,
  type FlowErrorCode,
  isErrorCode,
} from './errors/errors.js';
export {
  type AgentEvent,
  type AgentTimelineEvent,
  ASKED_FIELDS,
  type AskedField,
  EVENT_TYPES,
  type EventData,
  type EventOperations,
  type EventType,
  SEND_FAILURES,
  type SendFailure,
  type SentEventType,
  type Webhook,
  type WebhookDelivery,
  type WebhookUpdate,
  type WebhookWithSecret,
} from './events.js';
export {
  type ChosenAnswer,
  type Entitlement,
  hashOfSealed,
  type NamedAnswer,
  type Proof,
  sealEntitlement,
} from './invocation/entitlement.js';
export {
  DEFAULT_LIMITS,
  type FieldType,
  type InvocationClosed,
  type InvocationInput,
  type InvocationState,
  type InvocationStatus,
  type InvocationStep,
  type InvocationType,
  type Limits,
  type MfaOption,
  type MfaType,
  type PendingField,
  type SealedTexts,
  type SessionNotice,
  type SignInOption,
  type SsoButton,
  type StoppedSecret,
  type SubmitMessage,
  type TimelineEvent,
} from './invocation/invocation.js';
export type { InvocationPicture, InvocationRecord, LinkHash } from './invocation/invocation-record.js';
export { openShown, openState, plainAnswer, type Shown, type ShownField, sealShown } from './invocation/shown.js';
export {
  type InvocationTrace,
  TRACE_FACTS,
  TRACE_REASONS,
  TRACE_RULES,
  TRACE_STAGES,
  type TraceEntry,
  type TraceFact,
  type TraceFacts,
  type TraceReason,
  type TraceRule,
  type TraceStage,
} from './invocation/trace.js';
export * as messages from './messages.js';
export {
  AGENT_ID_PATTERN,
  agentId,
  browsersQueue,
  DEFAULT_TASK_QUEUE,
  INVOCATION_ID_PATTERN,
  mainQueue,
  NAME_PATTERN,
  pagesQueue,
  WORKFLOWS,
} from './names.js';
export type { ListOf, Paging } from './paging.js';
export type { Profile, StorageState } from './profile/profile.js';
export type {
  BrowserIdentity,
  ClientHints,
  ProfileSession,
  SavedProfile,
  SessionSave,
  SessionStorage,
} from './profile/profile-session.js';
export { type ProfileVersion, WRITERS, type WrittenBy } from './profile/profile-version.js';
export { decodeEnvelope, encodeEnvelope, MAX_ENVELOPE_BYTES } from './sealing/envelope.js';
export { cut, MAX_PIECES, type Pieces } from './sealing/pieces.js';
export { type AccessKey, type PublishedKey, parseAccessKey, readPublishedKey } from './sealing/published-key.js';
export { open, openText, type Place, type SealingKey, seal, sealText } from './sealing/seal.js';
export {
  VAULT_SUBJECT,
  type VaultCallInput,
  type VaultOperation,
  type VaultOperations,
  type VaultRequest,
} from './vault-calls.js';
