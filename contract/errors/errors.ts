/** Every error that leaves this project: a stable code, an HTTP status, a sentence for people and what to do next. */
import { type ErrorText, text } from './error-text.js';
import { FLOW_ERRORS, type FlowErrorCode } from './flow-errors.js';
import { PROVIDER_ERRORS } from './provider-errors.js';
import { STACK_ERRORS } from './stack-errors.js';

export { type ErrorText, FLOW_ERRORS, type FlowErrorCode };

/** What a call can be answered with. */
export const CALL_ERRORS = {
  ...PROVIDER_ERRORS,
  invalid_input: text(
    400,
    'The request is not valid.',
    'The details name what is wrong with it. Correct that and try again.',
  ),
  invalid_domain: text(
    400,
    'That is not a domain name.',
    'Give a host such as example.com, without a scheme or path. A loopback host may have a port: localhost:8080.',
  ),
  invalid_url: text(
    400,
    'That is not a usable web address.',
    'Give a whole https address, such as https://example.com/login. Http is accepted on loopback only.',
  ),
  invalid_name: text(400, 'That is not a usable name.', 'Use 1 to 255 letters, digits, dots, dashes or underscores.'),
  invalid_proxy: text(
    400,
    'That is not a usable proxy.',
    "Give its address as server (http://host:port, https://host:port or socks5://host:port), and username and password separately. Kernel's proxy ids and names are not supported.",
  ),
  invalid_totp_secret: text(
    400,
    'The TOTP secret is not valid.',
    'Give base32 (spaces and dashes are fine) or an otpauth://totp/ address.',
  ),
  unknown_field: text(
    422,
    'A value was given for a field that is not asked for.',
    'Give values for the names in pending_fields only.',
  ),
  missing_field: text(422, 'A required field has no value.', 'Give a value for every required name in pending_fields.'),
  empty_value: text(422, 'An empty value was given.', 'Give a value for each field that you name.'),
  untypable_value: text(
    422,
    'A value holds characters that no form field accepts.',
    'Remove line breaks, tabs and other control characters from the fields that the details name.',
  ),
  unknown_option: text(
    422,
    'The page does not offer that option.',
    'Retrieve the invocation and use one of the options that it lists.',
  ),
  stale_step: text(
    409,
    'That answers an earlier question.',
    'Retrieve the invocation and answer the question that is pending now.',
  ),
  submit_in_progress: text(
    400,
    'An answer is already being processed.',
    'Wait until the invocation awaits input again.',
  ),
  not_awaiting_input: text(
    400,
    'The login is not waiting for an answer.',
    'Retrieve the invocation: its `step` says what it is doing.',
  ),
  wrong_key: text(
    400,
    "The values are sealed to a key that is not this login's.",
    'Retrieve the invocation and seal them to its current key.',
  ),
  unreadable_value: text(
    422,
    'A sealed value could not be opened.',
    'Seal it again, to the key, the question and the field of the invocation.',
  ),
  not_entitled: text(
    403,
    'Whoever answered is not allowed to answer this login.',
    'Answer with an access key that has the scope answer, or open a new link.',
  ),
  invocation_ended: text(409, 'The login has ended.', 'The details say how, if that is known. Start a new login.'),
  handoff_expired: text(
    410,
    'The link no longer works: it was used, replaced by a newer one, or has expired.',
    'Ask whoever sent it for a new link.',
  ),
  link_taken: text(409, 'Another browser has opened this link.', 'Go on in that browser, or have a new link sent.'),
  invocation_not_found: text(404, 'There is no login with that id.', 'List the invocations to see their ids.'),
  agent_not_found: text(404, 'There is no such auth agent.', 'List the agents to see their ids, or create one.'),
  credential_not_found: text(
    404,
    'There is no such credential.',
    'List the credentials to see their names, or create it.',
  ),
  profile_not_found: text(404, 'There is no such profile.', 'List the profiles; one appears with the first login.'),
  lease_not_found: text(
    404,
    'That lease has expired or was released.',
    'Fetch the session again with a new lease; another session may have taken its place.',
  ),
  version_not_found: text(
    404,
    'That version of the profile is no longer kept.',
    'List the versions with `agent-auth profiles versions`.',
  ),
  no_totp_secret: text(
    404,
    'The credential has no TOTP secret.',
    'Add one with `agent-auth credentials update NAME --totp-qr FILE`, or as totp_secret.',
  ),
  key_not_found: text(404, 'There is no such access key.', 'List the access keys to see their ids.'),
  webhook_not_found: text(404, 'There is no such webhook.', 'List the webhooks to see their ids.'),
  too_many_webhooks: text(409, 'The limit of webhooks is reached.', 'Delete one that is not needed.'),
  event_not_found: text(
    404,
    'There is no event with that id.',
    'Read from the start, without `after`: the vault no longer has that event, or was restored from a backup.',
  ),
  browser_not_found: text(404, 'There is no such browser.', 'It may have ended by itself. Start another one.'),
  no_such_address: text(404, 'There is nothing at this address.', 'See /openapi.json for what there is.'),
  method_not_allowed: text(
    405,
    'This address does not accept that method.',
    'The header Allow lists the methods that it accepts.',
  ),
  already_exists: text(409, 'The name is taken.', 'Use another name, or update the one that has it.'),
  domain_mismatch: text(
    409,
    'The credential is for another domain.',
    'Use a credential for this domain, or have an admin key add allowed_domains.',
  ),
  save_conflict: text(
    409,
    'A login in progress saves its values under another name.',
    'Join it without save_credential_as, or wait until it ends.',
  ),
  needs_human: text(
    409,
    'A person has to answer what the site asks.',
    'Answer with `agent-auth invocations submit ID`, or send the hosted link to somebody who can.',
  ),
  ensure_timeout: text(
    504,
    'The session was not ready in time; the login goes on.',
    'Wait for the invocation, or try again with a longer timeout.',
  ),
  unauthorized: text(
    401,
    'The access key is missing or unknown.',
    'Set AGENT_AUTH_ACCESS_KEY or AGENT_AUTH_ACCESS_KEY_FILE; over HTTP, send the header Authorization: Bearer KEY.',
  ),
  forbidden: text(
    403,
    'The access key is not allowed to do this.',
    'Use a key with the scope that this call needs (docs/security.md).',
  ),
  untrusted_vault: text(
    403,
    'The vault that answered is not the one that made the access key.',
    'Use a key of this vault. If the key is right, somebody else answers on the task queue: stop, and find out who.',
  ),
  last_admin_key: text(409, 'This is the last admin key.', 'Make another admin key first.'),
  profile_in_use: text(
    409,
    'A login is using a site of this profile.',
    'Try again when it has ended. Running browsers are not interrupted, and keep their changes.',
  ),
  too_many_browsers: text(
    429,
    'The limit of running browsers is reached.',
    'Delete one, wait until one has ended, or raise AGENT_AUTH_MAX_BROWSERS.',
  ),
  too_many_requests: text(429, 'Too many requests.', 'Wait as long as the header Retry-After says.'),
  request_too_large: text(413, 'The request is too large.', 'Send at most 64 KiB.'),
  unsupported_media_type: text(415, 'The body is not JSON.', 'Send it with content-type: application/json.'),
  session_too_large: text(
    413,
    'The session is larger than 20 MB.',
    'Ask for one site of it with `domain`. When importing, leave out what the site keeps in localStorage but its login does not need, such as caches.',
  ),
  ...STACK_ERRORS,
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
  /** What to do next. Where the details have an `advice`, for the kind of trouble that this is, it is that. */
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
    this.next = typeof details.advice === 'string' ? details.advice : next;
  }

  /** `{code, message, next, details}`, as HTTP and `--json` print it. */
  toJSON(): { code: Code; message: string; next: string; details: ErrorDetails } {
    return { code: this.code, message: this.message, next: this.next, details: this.details };
  }
}

/** A union of errors by code, so that checking `code` narrows to the one error. */
export type AgentAuthErrorOf<Code extends ErrorCode> = Code extends ErrorCode ? AgentAuthError<Code> : never;
