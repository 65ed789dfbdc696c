/**
 * Logged-in browser sessions for agents and automations, on Temporal.
 * @module
 */

export type { AccessKeyInfo, AccessKeyRecord, NewAccessKey, Scope } from '../contract/access-key.js';
export type { AgentProxy, ProxyFault, ProxyTrouble, ShownProxy } from '../contract/address/proxy.js';
export type { AgentState, AgentStatus } from '../contract/agent/agent.js';
export type { SiteCircuit } from '../contract/agent/circuit.js';
export type { LearnedRecipeInfo } from '../contract/agent/learned-recipe-info.js';
export type { Pause } from '../contract/agent/pause.js';
export type { CanReauthReason } from '../contract/agent/reauth.js';
export type {
  LastSessionEnd,
  SessionEndCause,
  SessionEndReason,
  SessionLease,
} from '../contract/agent/session-lifetime.js';
export type {
  Credential,
  CredentialCreate,
  CredentialNotice,
  CredentialUpdate,
  CredentialWithCode,
  TotpCode,
} from '../contract/credentials/credential.js';
export type { CredentialToImport, ImportedCredential } from '../contract/credentials/credential-import.js';
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
} from '../contract/credentials/providers.js';
export {
  AgentAuthError,
  type AgentAuthErrorOf,
  type ErrorCode,
  type ErrorDetails,
  type FlowErrorCode,
} from '../contract/errors/errors.js';
export type {
  AgentEvent,
  AgentTimelineEvent,
  AskedField,
  EventData,
  EventType,
  SendFailure,
  SentEventType,
  Webhook,
  WebhookDelivery,
  WebhookWithSecret,
} from '../contract/events.js';
export type {
  FieldType,
  InvocationState,
  InvocationStatus,
  InvocationStep,
  InvocationType,
  MfaOption,
  MfaType,
  PendingField,
  SessionNotice,
  SignInOption,
  SsoButton,
  StoppedSecret,
  TimelineEvent,
} from '../contract/invocation/invocation.js';
export type { InvocationRecord } from '../contract/invocation/invocation-record.js';
export type {
  InvocationTrace,
  TraceEntry,
  TraceFacts,
  TraceReason,
  TraceRule,
  TraceStage,
} from '../contract/invocation/trace.js';
export type { ListOf, Paging } from '../contract/paging.js';
export type { Profile, StorageState } from '../contract/profile/profile.js';
export type { CookieProblem, ImportedProfile, ImportedState, LeftOut } from '../contract/profile/profile-import.js';
export type {
  BrowserIdentity,
  ClientHints,
  ProfileSession,
  SavedProfile,
  SessionSave,
  SessionStorage,
} from '../contract/profile/profile-session.js';
export type { ProfileVersion, WrittenBy } from '../contract/profile/profile-version.js';
export { AgentAuth, type ConnectOptions } from './agent-auth.js';
export type { AuthAgents } from './agents/auth-agents.js';
export type { CheckedAgent } from './agents/check.js';
export type { AgentCreate } from './agents/create.js';
export type { Ensure, ReadySession } from './agents/ensure.js';
export type { AuthAgent } from './agents/shape.js';
export type { AgentChange } from './agents/update.js';
export type { CredentialProviders } from './credential-providers.js';
export type { Credentials } from './credentials.js';
export type {
  AgentCreateError,
  AgentDeleteError,
  AgentFollowError,
  AgentRetrieveError,
  AgentUpdateError,
  CancelError,
  CheckError,
  ConnectError,
  CredentialCreateError,
  CredentialDeleteError,
  CredentialImportError,
  CredentialRetrieveError,
  CredentialUpdateError,
  EnsureError,
  EventListError,
  ExchangeError,
  HandoffError,
  InvocationCreateError,
  InvocationFollowError,
  InvocationPictureError,
  InvocationRetrieveError,
  InvocationTraceError,
  InvocationWaitError,
  KeyCheckError,
  KeyCreateError,
  KeyRevokeError,
  LeaseReleaseError,
  LeaseRenewError,
  ListError,
  PauseError,
  ProfileCreateError,
  ProfileDeleteError,
  ProfileImportError,
  ProfileRetrieveError,
  ProfileRollbackError,
  ProfileSaveError,
  ProfileVersionsError,
  ProviderAuditError,
  ProviderCreateError,
  ProviderDeleteError,
  ProviderItemsError,
  ProviderMatchError,
  ProviderRetrieveError,
  ProviderTestError,
  ProviderUpdateError,
  ReauthError,
  RecipeForgetError,
  ReportExpiredError,
  ResetAttemptsError,
  SessionError,
  SitePauseError,
  StorageStateError,
  SubmitError,
  TimelineError,
  TotpCodeError,
  WebhookCreateError,
  WebhookRetrieveError,
  WebhookUpdateError,
} from './errors.js';
export type { EventQuery, Events } from './events.js';
export type { InvocationAnswer, SealedAnswer } from './invocations/answer.js';
export type { FollowOptions } from './invocations/follow.js';
export type { Invocations } from './invocations/invocations.js';
export type { AgentAuthInvocation, Handoff, StartedLogin } from './invocations/shape.js';
export type { InvocationCreate } from './invocations/start.js';
export type { KeyCreate, Keys } from './keys.js';
export type { Listing } from './listing.js';
export type { LeasedStorageState, OwnSession, OwnStorageState, ProfileImport, Profiles } from './profiles.js';
export type { Recipes } from './recipes.js';
export { readSession } from './restore/read-session.js';
export { restoreSession } from './restore/restore-session.js';
export type {
  PlaywrightContext,
  PuppeteerBrowser,
  PuppeteerContext,
  PuppeteerPage,
  RestoreTarget,
} from './restore/targets.js';
export type { WebhookChange, WebhookCreate, Webhooks } from './webhooks.js';
