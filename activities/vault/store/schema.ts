/**
 * Tables of the vault. Portable between SQLite and Postgres: ids and JSON are text, times are ms since the epoch in 64-bit integers,
 * flags are 0 or 1, encrypted records are base64url text.
 */
import type { AgentStatus, FlowErrorCode, InvocationStatus, InvocationType } from '../../../contract/index.js';
import type { AccessKeysTable } from '../access-keys/table.js';
import type { AgentProxiesTable } from '../agents/proxies-table.js';
import type { AgentChangesTable } from '../changes/tables.js';
import type { SessionChecksTable, SessionProbesTable } from '../checks/tables.js';
import type { CircuitWaitersTable, SiteCircuitsTable, SiteTroublesTable } from '../circuits/tables.js';
import type { ComparisonsTable, DeletedAgentsTable } from '../comparison/tables.js';
import type { CopiesTable } from '../copying/table.js';
import type { EventSequencesTable, EventsTable } from '../events/tables.js';
import type { InvocationLinksTable, LoginRecordsTable, QuestionsTable } from '../invocations/tables.js';
import type { SessionLeasesTable } from '../leases/tables.js';
import type {
  AccountOwnersTable,
  AccountsTable,
  AccountWaitsTable,
  AgentResetsTable,
  LoginNamesTable,
  SessionPaceTable,
  SubmissionsTable,
  SubmissionValuesTable,
} from '../ledger/tables.js';
import type { SessionEndsTable, SessionLivesTable } from '../lifetimes/tables.js';
import type { PausesTable } from '../pauses/tables.js';
import type { PiecesTable } from '../pieces/tables.js';
import type {
  ProfileHoldsTable,
  ProfilePinsTable,
  ProfilesTable,
  ProfileVersionsTable,
  SingleVisitsTable,
} from '../profiles/tables.js';
import type { AgentItemsTable, ItemReadsTable, ProviderListsTable, ProvidersTable } from '../providers/tables.js';
import type { ReauthWaitsTable } from '../reauth/tables.js';
import type { SealingKeysTable } from '../sealing-keys/table.js';
import type { SiteSlotsTable } from '../sites/tables.js';
import type { AttemptSecret } from '../submission.js';
import type { TotpSecretsTable, TotpStepsTable } from '../totp/tables.js';
import type { AttemptState, AttemptVerdict } from '../types.js';
import type { DeliveriesTable, WebhooksTable } from '../webhooks/tables.js';
import type { Encrypted, Flag, Milliseconds } from './columns.js';
import type { CommitsTable } from './commits-table.js';

/** Secrets of the vault itself: its identity and its fingerprint key. */
export interface VaultSecretsTable {
  name: string;
  sealed: Encrypted;
}

/** One key for each record that holds secrets, wrapped by the master key. */
export interface DataKeysTable {
  /** `<table>/<record id>`. */
  id: string;
  master_key_id: string;
  wrapped: Encrypted;
}

/** Writes that were carried out, by the workflow id of the call. */
export interface VaultCallsTable {
  id: string;
  op: string;
  result: Encrypted;
  created_at: Milliseconds;
}

export interface CredentialsTable {
  id: string;
  name: string;
  domain: string;
  sso_provider: string | null;
  version: number;
  created_at: Milliseconds;
  updated_at: Milliseconds;
}

export interface CredentialValuesTable {
  credential_id: string;
  key: string;
  version: number;
  sealed: Encrypted;
  /** The site refused it. */
  refused: Flag;
}

export interface AgentsTable {
  id: string;
  domain: string;
  profile_name: string;
  credential_id: string | null;
  login_url: string | null;
  /** JSON list. */
  allowed_domains: string;
  /** A flag is an integer: SQLite has no booleans. */
  stay_signed_in: 0 | 1;
  /** Whether its session is looked at from time to time, and how often, in seconds. */
  health_checks: 0 | 1;
  health_check_interval: number;
  /** Whether a session that is over is renewed without being asked. */
  auto_reauth: Flag;
  /** Whether the site is visited often enough that the session is not ended as unused. */
  keep_alive: Flag;
  /** How long a re-login waits for a person, in seconds. */
  reauth_wait_seconds: number;
  /** Name that the answers of people are saved under, also in logins that the agent begins itself. */
  save_credential_as: string | null;
  /** Was there before 0006 and has no name: its workflow may say one, once. */
  name_from_workflow: Flag;
  /** How often something else was put in the place of its session by hand. */
  sessions_replaced: number;
  /** JSON list. */
  send_to: string;
  status: AgentStatus;
  last_auth_at: Milliseconds | null;
  session_expires_at: Milliseconds | null;
  post_login_url: string | null;
  created_at: Milliseconds;
  updated_at: Milliseconds;
}

export interface InvocationsTable {
  id: string;
  agent_id: string;
  type: InvocationType;
  domain: string;
  profile_name: string;
  status: InvocationStatus;
  error_code: FlowErrorCode | null;
  /** First run of the workflow that began it. Null for one from before 0006, until a step of it comes. */
  run_id: string | null;
  /** Name to save what people give under. */
  save_credential_as: string | null;
  /** Was in progress before 0006: at its end its workflow says the name. */
  name_from_workflow: Flag;
  /** Name under which the given values were saved. */
  saved_as: string | null;
  /** JSON list: names under which they were not saved, because each is a credential for another site. */
  not_saved: string | null;
  /** When its session was saved, after it was proven; null as long as it was not. */
  saved_at: Milliseconds | null;
  /** Of that session. */
  session_expires_at: Milliseconds | null;
  post_login_url: string | null;
  /** Null as long as it goes on by itself. */
  waits_since: Milliseconds | null;
  /** For what it waits for a person, and which question that is; null as long as it goes on by itself. */
  told_need: string | null;
  started_at: Milliseconds;
  ended_at: Milliseconds | null;
  /** JSON, see invocations/end-details.ts; null where there is nothing more to say. */
  end_details: string | null;
  /** How often it began from the beginning because the site had forgotten it half-way. */
  begun_again: number;
  /** Nobody has asked for it. 0 for those from before 0035. */
  automatic: Flag;
}

/** What people allowed applications at identity providers, in logins of an agent. */
export interface ConsentsTable {
  agent_id: string;
  site: string;
  client: string;
  /** JSON list. */
  scopes: string;
  agreed_at: Milliseconds;
}

/** Where logins stand half-way. */
export interface CheckpointsTable {
  invocation_id: string;
  version: number;
  /** Version of the profile that the login had loaded; null where there was none, and before 0010. */
  base_version: number | null;
  sealed: Encrypted;
}

export interface AttemptsTable {
  id: string;
  invocation_id: string;
  /** Whose login: the id of the credential, or of the agent where none is linked. */
  account: string;
  state: AttemptState;
  outcome: AttemptVerdict['outcome'] | null;
  created_at: Milliseconds;
}

/** What an attempt typed, as fingerprints. */
export interface AttemptValuesTable {
  attempt_id: string;
  field: string;
  source: AttemptSecret['from'];
  /** Key and version of a stored value. */
  key: string | null;
  version: number | null;
  fingerprint: string;
}

export interface RefusedValuesTable {
  account: string;
  fingerprint: string;
  /** JSON: fingerprints of what was typed along with it. See attempts/refusals.ts. */
  company: string;
  refused_at: Milliseconds;
  /** It was a stored value: it is refused until it changes, and not for a day. */
  lasting: Flag;
}

/** How the last successful login of an agent went. No secret: addresses and selectors. */
export interface LearnedRecipesTable {
  agent_id: string;
  /** Of `recipe`. */
  format: number;
  /** Grows with every change. */
  version: number;
  /** JSON, see `LearnedRecipe`. */
  recipe: string;
  learned_at: Milliseconds;
}

/** What the login engine decided, a row for each step that told something. */
export interface TraceTable {
  invocation_id: string;
  /** Place of the first entry among all that the invocation ever had, from 0. */
  first: number;
  entries: number;
  /** Of the entries as JSON. */
  bytes: number;
  sealed: Encrypted;
  written_at: Milliseconds;
}

export interface Tables {
  vault_secrets: VaultSecretsTable;
  data_keys: DataKeysTable;
  access_keys: AccessKeysTable;
  sealing_keys: SealingKeysTable;
  vault_calls: VaultCallsTable;
  credentials: CredentialsTable;
  credential_values: CredentialValuesTable;
  totp_secrets: TotpSecretsTable;
  totp_steps: TotpStepsTable;
  agents: AgentsTable;
  agent_proxies: AgentProxiesTable;
  invocations: InvocationsTable;
  invocation_links: InvocationLinksTable;
  questions: QuestionsTable;
  consents: ConsentsTable;
  checkpoints: CheckpointsTable;
  login_records: LoginRecordsTable;
  attempts: AttemptsTable;
  attempt_values: AttemptValuesTable;
  refused_values: RefusedValuesTable;
  accounts: AccountsTable;
  account_owners: AccountOwnersTable;
  login_names: LoginNamesTable;
  submissions: SubmissionsTable;
  submission_values: SubmissionValuesTable;
  session_pace: SessionPaceTable;
  account_waits: AccountWaitsTable;
  agent_resets: AgentResetsTable;
  site_circuits: SiteCircuitsTable;
  site_troubles: SiteTroublesTable;
  circuit_waiters: CircuitWaitersTable;
  pauses: PausesTable;
  profiles: ProfilesTable;
  profile_versions: ProfileVersionsTable;
  profile_holds: ProfileHoldsTable;
  profile_pins: ProfilePinsTable;
  single_visits: SingleVisitsTable;
  reauth_waits: ReauthWaitsTable;
  site_slots: SiteSlotsTable;
  learned_recipes: LearnedRecipesTable;
  agent_changes: AgentChangesTable;
  comparisons: ComparisonsTable;
  deleted_agents: DeletedAgentsTable;
  session_probes: SessionProbesTable;
  session_checks: SessionChecksTable;
  session_lives: SessionLivesTable;
  session_ends: SessionEndsTable;
  session_leases: SessionLeasesTable;
  trace: TraceTable;
  providers: ProvidersTable;
  provider_lists: ProviderListsTable;
  agent_items: AgentItemsTable;
  item_reads: ItemReadsTable;
  events: EventsTable;
  event_sequences: EventSequencesTable;
  webhooks: WebhooksTable;
  deliveries: DeliveriesTable;
  copies: CopiesTable;
  commits: CommitsTable;
  pieces: PiecesTable;
}
