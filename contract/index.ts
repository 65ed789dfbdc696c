/**
 * What a program needs to talk to the auth agents through Temporal without the client library: docs/contract.md, in TypeScript.
 * @module
 */

export type { AccessKeyInfo, AccessKeyRecord, NewAccessKey, Scope } from './access-key.js';
export type {
  AgentConfig,
  AgentInput,
  AgentResume,
  AgentState,
  AgentStatus,
  EnsureSessionInput,
  EnsureSessionResult,
  SessionAnswer,
  StartAuthorization,
  StartedInvocation,
  StartInvocation,
  StartRequest,
} from './agent.js';
export type { AgentGrant } from './agent-grant.js';
export type { AgentUpdate } from './agent-update.js';
export type { CircuitOperations, SiteCircuit } from './circuit.js';
export { parseDomain, parseSite, parseUrl, type Site, withoutWww } from './domain.js';
export {
  type ChosenAnswer,
  type Entitlement,
  hashOfSealed,
  type NamedAnswer,
  type Proof,
  sealEntitlement,
} from './entitlement.js';
export { decodeEnvelope, encodeEnvelope, MAX_ENVELOPE_BYTES } from './envelope.js';
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
} from './errors.js';
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
export { isLoopback } from './host.js';
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
} from './invocation.js';
export type { LearnedRecipeInfo } from './learned-recipe-info.js';
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
export type { Pause, PauseSubject, Resumed } from './pause.js';
export { cut, MAX_PIECES, type Pieces } from './pieces.js';
export type {
  BrowserIdentity,
  ClientHints,
  ProfileSession,
  SavedProfile,
  SessionSave,
  SessionStorage,
} from './profile-session.js';
export { type ProfileVersion, WRITERS, type WrittenBy } from './profile-version.js';
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
} from './providers.js';
export { type AccessKey, type PublishedKey, parseAccessKey, readPublishedKey } from './published-key.js';
export { CAN_REAUTH_REASONS, type CanReauthReason } from './reauth.js';
export { open, openText, type Place, type SealingKey, seal, sealText } from './seal.js';
export {
  type LastSessionEnd,
  SESSION_END_CAUSES,
  SESSION_END_REASONS,
  type SessionEndCause,
  type SessionEndReason,
  type SessionLease,
} from './session-lifetime.js';
export { openShown, openState, plainAnswer, type Shown, type ShownField, sealShown } from './shown.js';
export { type LoginStop, STOP_REASONS, type StopReason } from './stop.js';
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
} from './trace.js';
export {
  type AgentRecord,
  type Credential,
  type CredentialCreate,
  type CredentialNotice,
  type CredentialUpdate,
  type CredentialWithCode,
  type InvocationPicture,
  type InvocationRecord,
  type LinkHash,
  type ListOf,
  type Paging,
  type Profile,
  type StorageState,
  type TotpCode,
  VAULT_SUBJECT,
  type VaultCallInput,
  type VaultOperation,
  type VaultOperations,
  type VaultRequest,
} from './vault-calls.js';
