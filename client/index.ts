/**
 * Logged-in browser sessions for agents and automations, on Temporal.
 * @module
 */
export type { AgentState, AgentStatus } from '../contract/agent.js';
export { AgentAuthError, type ErrorCode, type ErrorDetails, type FlowErrorCode } from '../contract/errors.js';
export type {
  FieldType,
  InvocationStatus,
  InvocationStep,
  InvocationType,
  MfaOption,
  MfaType,
  PendingField,
  SignInOption,
  SsoButton,
  TimelineEvent,
} from '../contract/invocation.js';
export type { InvocationTrace, TraceEntry, TraceFacts, TraceReason, TraceRule, TraceStage } from '../contract/trace.js';
export type {
  AccessKeyInfo,
  AccessKeyRecord,
  Credential,
  CredentialCreate,
  CredentialUpdate,
  CredentialWithCode,
  InvocationRecord,
  LearnedRecipeInfo,
  ListOf,
  NewAccessKey,
  Paging,
  Profile,
  Scope,
  StorageState,
  TotpCode,
} from '../contract/vault-calls.js';
export { AgentAuth, type ConnectOptions } from './agent-auth.js';
export type { AgentCreate } from './agents/create.js';
export type { Ensure, ReadySession } from './agents/ensure.js';
export type { AuthAgent, CanReauthReason } from './agents/shape.js';
export type { InvocationAnswer, SealedAnswer } from './invocations/answer.js';
export type { InvocationCreate } from './invocations/create.js';
export type { FollowOptions } from './invocations/follow.js';
export type { AgentAuthInvocation, Handoff, StartedLogin } from './invocations/shape.js';
export type { KeyCreate } from './keys/create.js';
export type { Listing } from './lib/listing.js';
export type { ProfileImport } from './profiles/import.js';
export type { OwnStorageState } from './profiles/storage-state.js';
