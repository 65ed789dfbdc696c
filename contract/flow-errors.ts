import { text } from './error-text.js';

/** Why a login attempt ended without a session. The first names are Kernel's, see docs/contract.md. */
export const FLOW_ERRORS = {
  login_form_not_found: text(422, 'No login form was found on the site.', 'Give the login page itself as login_url.'),
  domain_not_allowed: text(
    403,
    'The login led to a site that this credential is not for.',
    'If that site belongs to the login, add it to allowed_domains.',
  ),
  website_error: text(502, 'The site answered with an error of its own.', 'Try again later; the site is not working.'),
  network_error: text(
    502,
    'The site could not be reached.',
    'Check the address, and that the worker can reach the site.',
  ),
  proxy_unavailable: text(
    502,
    'The proxy of the agent does not let the login through.',
    'The details say why: check server, username and password of the proxy, and that it may connect to the site.',
  ),
  credentials_invalid: text(
    401,
    'The site refused the values.',
    'Correct the credential, then start a new invocation.',
  ),
  totp_rejected: text(
    401,
    'The site refused two one-time codes in a row.',
    'Check that the TOTP secret belongs to this account and that the clock is right.',
  ),
  mfa_required: text(
    401,
    'The site asks for a second factor that was not given.',
    'Start a new invocation and give the code.',
  ),
  external_action_required: text(
    409,
    'The site waits for something that only a person can do elsewhere.',
    'Confirm the login on the other device.',
  ),
  external_action_timeout: text(
    408,
    'Nobody confirmed the login on the other device in time.',
    'Start a new invocation and confirm in time.',
  ),
  unsupported_auth_method: text(
    422,
    'The site offers no way to log in that is supported here.',
    'Add a password or an authenticator app to the account.',
  ),
  bot_detected: text(403, 'The site takes the browser for a robot.', 'Log in by hand once, or from another network.'),
  captcha_blocked: text(
    403,
    'A captcha stands in the way.',
    'Log in by hand once; nothing was submitted after it appeared.',
  ),
  account_locked: text(
    423,
    'The site says that the account is locked.',
    'Unlock the account with the site first; nothing will be submitted before.',
  ),
  rate_limited: text(429, 'The site asks to wait.', 'Wait, then start a new invocation.'),
  ambiguous_form: text(
    422,
    'Several forms on the page could be the login form.',
    'Give the login page itself as login_url.',
  ),
  insecure_page: text(
    403,
    'The login page is not protected by https.',
    'Values are typed over https only (http on loopback only).',
  ),
  insecure_form: text(
    403,
    'The form would send the password in an address.',
    'Nothing was sent. Tell the site: its form has to be sent by POST.',
  ),
  value_too_long: text(
    422,
    'A value is longer than its field takes.',
    'Nothing was sent. Correct the value: the field is named in website_error.',
  ),
  value_not_taken: text(
    422,
    'A field does not take its value as it is.',
    'Nothing was sent. Correct the value: it may hold a line break, or what the site does not allow there; the field is named in website_error.',
  ),
  element_not_found: text(502, 'The form changed while it was filled.', 'Start a new invocation.'),
  max_attempts_reached: text(
    429,
    'Too many attempts.',
    'Wait until the time in the details, correct the credential, let a person answer, or reset the attempts with an admin key.',
  ),
  max_steps_exceeded: text(
    422,
    'The login has more steps than can be right.',
    'Log in by hand once and look for a page in the way.',
  ),
  stuck_in_loop: text(
    422,
    'The site shows the same step again without saying why.',
    'Log in by hand once and look for a page in the way.',
  ),
  session_not_kept: text(
    422,
    'The site greeted the user, but what it left does not log in again.',
    'Nothing was saved. The site may need something that a saved session does not hold.',
  ),
  password_change_required: text(
    409,
    'The site wants a new password before it lets the user in.',
    'Change the password with the site, then store the new one in the credential.',
  ),
  enrollment_required: text(
    409,
    'The site wants another way to confirm logins to be set up.',
    'Log in by hand once and set it up, or put it off there.',
  ),
  session_found: text(
    409,
    'The agent got a session from elsewhere while this login waited.',
    'Nothing: the agent has a session.',
  ),
  session_elsewhere: text(
    409,
    'The site says that the account is in use elsewhere.',
    'End the other session, then start a new invocation.',
  ),
  wrong_account: text(
    409,
    'The site knows this browser as somebody else than the user of the credential.',
    'Check which credential the agent has, then start a new invocation: it begins without that session.',
  ),
  identity_check: text(
    409,
    'The site wants something of the user before it lets them in, which nobody can do from here.',
    'Log in by hand once and do what the page asks.',
  ),
  consent_denied: text(403, 'A person denied what an application asked for.', 'Start a new one if it was a mistake.'),
  awaiting_input_timeout: text(408, 'Nobody gave the missing values in time.', 'Start a new invocation.'),
  start_not_authorized: text(
    403,
    'The login was started by nobody who may.',
    'Start it again, with an access key that has the scope orchestrate.',
  ),
  paused: text(
    409,
    'An operator has paused the agent or its site.',
    'The details say who, when and why. An admin key resumes it.',
  ),
  browser_error: text(500, 'The browser failed.', 'Start a new invocation; see the worker log for the cause.'),
  workflow_lost: text(
    500,
    'Temporal no longer knows the login, for instance because its database was lost.',
    'Start a new invocation; what people gave to this one is gone. A renewal starts again by itself.',
  ),
  internal_error: text(500, 'Something failed inside.', 'Start a new invocation; see the worker log for the cause.'),
} as const;

export type FlowErrorCode = keyof typeof FLOW_ERRORS;
