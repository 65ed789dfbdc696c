/** Every error that leaves this project: a stable code, an HTTP status, a sentence for people and what to do next. */
import { type ErrorText, text } from './error-text.js';
import { FLOW_ERRORS, type FlowErrorCode } from './flow-errors.js';
import { PROVIDER_ERRORS } from './provider-errors.js';

export { type ErrorText, FLOW_ERRORS, type FlowErrorCode };

/** What a call can be answered with. */
export const CALL_ERRORS = {
  ...PROVIDER_ERRORS,
  invalid_input: text(400, 'The request is not valid.', 'Correct what the details name.'),
  invalid_domain: text(
    400,
    'That is not a domain name.',
    'Give a host such as example.com (loopback with a port is fine).',
  ),
  invalid_url: text(400, 'That is not a usable web address.', 'Give an https address (http on loopback only).'),
  invalid_name: text(400, 'That is not a usable name.', 'Use 1 to 255 letters, digits, dots, dashes or underscores.'),
  invalid_proxy: text(
    400,
    'That is not a usable proxy.',
    'Give its address as server (http://host:port, https://host:port or socks5://host:port), username and password apart; ids and names of proxies are not known here.',
  ),
  invalid_totp_secret: text(
    400,
    'The TOTP secret is not valid.',
    'The details say what is wrong. Give base32 (spaces and dashes are fine) or an otpauth://totp/ address.',
  ),
  unknown_field: text(422, 'A field was given that is not pending.', 'Give the names in pending_fields only.'),
  missing_field: text(422, 'A required field is missing.', 'Give every required name in pending_fields.'),
  empty_value: text(422, 'An empty value was given.', 'Give a value for each field.'),
  untypable_value: text(
    422,
    'A value holds characters that no form field takes.',
    'Take line breaks, tabs and other control characters out of the fields that the details name.',
  ),
  unknown_option: text(422, 'The page offers no such option.', 'Use one of the options of the invocation.'),
  stale_step: text(409, 'That answers an earlier question.', 'Retrieve the invocation and answer what is pending now.'),
  submit_in_progress: text(400, 'A submission is being processed.', 'Wait until the invocation awaits input again.'),
  not_awaiting_input: text(
    400,
    'The invocation does not await input.',
    'Retrieve the invocation; it says what it is doing.',
  ),
  wrong_key: text(400, 'The values are sealed to another key.', 'Retrieve the invocation and seal to its current key.'),
  unreadable_value: text(
    422,
    'A sealed value could not be opened.',
    'Seal it to the key, step and field of the invocation.',
  ),
  not_entitled: text(
    403,
    'Nothing entitles to this answer.',
    'Answer with an access key of the scope answer, or open a new link.',
  ),
  invocation_ended: text(409, 'The invocation has ended.', 'Start a new invocation.'),
  handoff_expired: text(410, 'The link was used already, or is too old.', 'Ask for a new link.'),
  link_taken: text(409, 'Another browser has opened this link.', 'Go on in that browser, or have a new link sent.'),
  invocation_not_found: text(404, 'There is no such invocation.', 'List the invocations to see their ids.'),
  agent_not_found: text(404, 'There is no such auth agent.', 'List the agents, or create one.'),
  credential_not_found: text(404, 'There is no such credential.', 'List the credentials, or create it.'),
  profile_not_found: text(404, 'There is no such profile.', 'List the profiles; one appears with the first login.'),
  lease_not_found: text(
    404,
    'That lease has lapsed, or was given back.',
    'Fetch the session again, with a new lease: another one may have taken its place.',
  ),
  version_not_found: text(404, 'That version of the profile is not kept.', 'List the versions of the profile.'),
  no_totp_secret: text(404, 'The credential has no TOTP secret.', 'Update the credential with a totp_secret.'),
  key_not_found: text(404, 'There is no such access key.', 'List the access keys to see their ids.'),
  webhook_not_found: text(404, 'There is no such webhook.', 'List the webhooks to see their ids.'),
  too_many_webhooks: text(409, 'There are as many webhooks as there may be.', 'Delete one that is not needed.'),
  event_not_found: text(
    404,
    'No event has that id.',
    'Read from the start, without `after`: the vault has lost it, or a backup was restored.',
  ),
  browser_not_found: text(404, 'There is no such browser.', 'It may have ended by itself; start another.'),
  no_such_address: text(404, 'There is nothing at this address.', 'See /openapi.json for what there is.'),
  method_not_allowed: text(405, 'This address does not take that method.', 'See the header Allow.'),
  already_exists: text(409, 'The name is taken.', 'Use another name, or update the existing one.'),
  domain_mismatch: text(
    409,
    'The credential is for another domain.',
    'Use a credential of this domain, or let an admin key add allowed_domains.',
  ),
  save_conflict: text(
    409,
    'An invocation in progress saves under another name.',
    'Join without save_credential_as, or wait until it ends.',
  ),
  needs_human: text(
    409,
    'A person has to give the missing values.',
    'Submit the pending fields, or send the hosted link to that person.',
  ),
  ensure_timeout: text(
    504,
    'The session was not ready in time.',
    'Wait for the invocation, or ask again with a longer timeout.',
  ),
  unauthorized: text(
    401,
    'The access key is missing or not known.',
    'Set AGENT_AUTH_ACCESS_KEY or AGENT_AUTH_ACCESS_KEY_FILE.',
  ),
  forbidden: text(403, 'The access key may not do this.', 'Use a key with the scope that this call needs.'),
  untrusted_vault: text(
    403,
    'The vault that answered is not the one the access key was made by.',
    'Somebody else polls the task queue, or the key belongs to another vault.',
  ),
  last_admin_key: text(409, 'This is the last key that may do everything.', 'Make another admin key first.'),
  profile_in_use: text(
    409,
    'A login uses a site of this profile.',
    'Ask again when it has ended; a browser goes on meanwhile, and keeps its changes.',
  ),
  too_many_browsers: text(429, 'As many browsers run as are allowed.', 'Delete one, or wait until one has ended.'),
  too_many_requests: text(429, 'Too many requests.', 'Wait as long as the header Retry-After says.'),
  request_too_large: text(413, 'The request is too large.', 'Send at most 64 KiB.'),
  unsupported_media_type: text(415, 'The body is not JSON.', 'Send it with content-type: application/json.'),
  session_too_large: text(
    413,
    'The session is larger than 20 MB.',
    'Take one site of it, by `domain`; or let the site keep less.',
  ),
  temporal_unavailable: text(
    503,
    'No Temporal server answers.',
    'Start the stack with `agent-auth up`, or set TEMPORAL_ADDRESS.',
  ),
  temporal_forbidden: text(
    403,
    'The Temporal server refuses this.',
    'Check TEMPORAL_NAMESPACE, TEMPORAL_API_KEY and the permissions behind them.',
  ),
  namespace_not_found: text(404, 'The Temporal namespace does not exist.', 'Create it, or set TEMPORAL_NAMESPACE.'),
  worker_unavailable: text(
    503,
    'No worker answered in time.',
    'Start a worker with `agent-auth up`; a write may still be carried out when one comes.',
  ),
  vault_unavailable: text(503, 'The vault does not answer.', 'See the worker log; the call can be repeated.'),
  database_forbidden: text(
    500,
    'The database does not let the vault in, or lets it do too little.',
    'The details say why: check user, password, database, rights and TLS of AGENT_AUTH_DATABASE_URL.',
  ),
  database_invalid: text(
    500,
    'The database is not one that this vault can use.',
    'The details say why; give an empty database of Postgres 15 or later, or one of this version.',
  ),
  database_not_migrated: text(
    500,
    'The tables of the database are of an earlier version.',
    'Run `agent-auth migrate`, or start without AGENT_AUTH_MIGRATE=off.',
  ),
  master_key_mismatch: text(
    500,
    'The master key is not the one that the database was made with.',
    'Give this worker the key of the others, in AGENT_AUTH_MASTER_KEY or AGENT_AUTH_MASTER_KEY_FILE.',
  ),
  vault_copied: text(
    409,
    'This vault was copied to a database, and goes on there.',
    'Set AGENT_AUTH_DATABASE_URL to that database. `agent-auth vault undo-copy` takes the vault back.',
  ),
  copy_unfinished: text(
    409,
    'The database holds a copy of a vault that is not finished.',
    'Run `agent-auth vault copy` to its end, where the vault is.',
  ),
  copy_target_taken: text(
    409,
    'The database holds something else, and is left as it is.',
    'Give an empty database, or the one in which this copy was begun.',
  ),
  copy_differs: text(
    409,
    'The vault and its copy are not the same.',
    'The details name the table. If the copy was used since, `--discard-changes` gives that up; if not, see who else writes there, and try again.',
  ),
  state_dir_in_use: text(409, 'Another stack uses this state folder.', 'Stop it, or give another --state-dir.'),
  state_dir_unwritable: text(
    500,
    'The state folder can not be written.',
    'Check its permissions, or give another --state-dir.',
  ),
  state_dir_full: text(507, 'The disk of the state folder is full.', 'Make room; nothing that was saved is lost.'),
  state_dir_invalid: text(
    500,
    'The state folder does not belong together.',
    'Restore all of it from one backup; key and database must match.',
  ),
  state_dir_moved: text(
    500,
    'The database of the vault was moved or replaced while it was in use.',
    'Put it back, or point AGENT_AUTH_STATE_DIR to where it is now, and start again.',
  ),
  port_unavailable: text(
    409,
    'The port can not be opened.',
    'Free it, or set another AGENT_AUTH_HTTP_PORT or AGENT_AUTH_WORKER_PORT.',
  ),
  task_queue_taken: text(
    409,
    'Workers of another vault serve this task queue.',
    'Set AGENT_AUTH_TASK_QUEUE or TEMPORAL_NAMESPACE to one of its own; if they have just stopped, start again in two minutes.',
  ),
  clock_skewed: text(
    500,
    'The clock of this machine differs from that of Temporal or of the database.',
    'Keep both right by NTP, and start again. The details say by how many seconds it is ahead.',
  ),
  host_not_allowed: text(
    421,
    'This server does not answer to that name.',
    'Use 127.0.0.1 or localhost, or set AGENT_AUTH_PUBLIC_URL to the address that people use.',
  ),
  origin_not_allowed: text(
    403,
    'Pages of other sites may not ask this server.',
    'Ask from a program, or from a page at the address in AGENT_AUTH_PUBLIC_URL.',
  ),
  recipe_invalid: text(
    400,
    'A recipe can not be used.',
    'Correct what the details name; `agent-auth recipes check FILE` says whether it is right.',
  ),
  no_stack: text(503, 'No stack is running.', 'Start it with `agent-auth up`, or set TEMPORAL_ADDRESS.'),
  tool_missing: text(500, 'A program that is needed is missing.', 'Run `npm run setup`; it says what it tries.'),
  unsafe_debug: text(400, 'DEBUG=pw:* would print what is typed.', 'Unset it.'),
} as const;

export const ERRORS = { ...FLOW_ERRORS, ...CALL_ERRORS } as const;
export type CallErrorCode = keyof typeof CALL_ERRORS;
export type ErrorCode = keyof typeof ERRORS;

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

/** Non-secret facts that help to fix the cause: names of fields, ids, limits. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The one error class of the public API. */
export class AgentAuthError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AgentAuthError';
  readonly status: number;
  /** What to do next, one sentence. */
  readonly next: string;

  /** Same behaviour as the default; declared so that `instanceof` keeps the type of `code`. */
  static override [Symbol.hasInstance](value: unknown): value is AgentAuthError {
    return Function.prototype[Symbol.hasInstance].call(AgentAuthError, value);
  }

  constructor(
    readonly code: Code,
    readonly details: ErrorDetails = {},
  ) {
    const { status, message, next } = ERRORS[code];
    super(message);
    this.status = status;
    this.next = next;
  }

  /** `{code, message, next, details}`, as HTTP and `--json` print it. */
  toJSON(): { code: Code; message: string; next: string; details: ErrorDetails } {
    return { code: this.code, message: this.message, next: this.next, details: this.details };
  }
}

/** A union of errors by code, so that checking `code` narrows to the one error. */
export type AgentAuthErrorOf<Code extends ErrorCode> = Code extends ErrorCode ? AgentAuthError<Code> : never;
