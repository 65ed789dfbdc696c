import { text } from './error-text.js';

/** Why a login attempt ended without a session. The first names are Kernel's, see docs/contract.md. */
export const FLOW_ERRORS = {
  login_form_not_found: text(
    422,
    'No login form was found on the site.',
    'Set login_url to the login page itself. If its form is not recognised, describe it in a recipe (docs/recipes.md).',
  ),
  domain_not_allowed: text(
    403,
    'The login led to a site that this credential is not for, so nothing was sent there.',
    'If that site belongs to the login, an admin key can add it to allowed_domains, or to send_to if the details say so.',
  ),
  website_error: text(
    502,
    'The site answered with an error, or redirected in a circle.',
    'Open the site in your own browser. If it works there, set login_url to its login page; if it does not, try again later.',
  ),
  network_error: text(
    502,
    'The site could not be reached.',
    "Check the address, and that the worker's machine can reach the site. `agent-auth invocations show ID --trace` names the cause.",
  ),
  proxy_unavailable: text(
    502,
    "The agent's proxy did not connect to the site.",
    'The details say why. Check the server, username and password of the proxy, and that it may connect to the site.',
  ),
  credentials_invalid: text(
    401,
    'The site refused the values that were entered.',
    'Correct the credential, then start a new login. Stored values that were refused are not sent again until they change.',
  ),
  totp_rejected: text(
    401,
    'The site refused two one-time codes in a row.',
    "Check that the TOTP secret belongs to this account, and that the clock of the worker's machine is right.",
  ),
  mfa_required: text(
    401,
    'The site asks for a second factor that was not given.',
    'Start a new login and give the code.',
  ),
  external_action_required: text(
    409,
    'The site is waiting for something that only a person can do, elsewhere.',
    'Start a new login, and confirm it on the other device while it waits.',
  ),
  external_action_timeout: text(
    408,
    'Nobody confirmed the login on the other device in time.',
    'Start a new login, and confirm it while it waits.',
  ),
  unsupported_auth_method: text(
    422,
    'The site offers no login method that is supported here.',
    'Add a password or an authenticator app to the account, or log in by hand and import the session with `agent-auth profiles import`.',
  ),
  bot_detected: text(
    403,
    'The site takes the browser for a bot.',
    "Use another network (the agent's proxy), or log in by hand and import the session with `agent-auth profiles import`.",
  ),
  captcha_blocked: text(
    403,
    'A captcha stands in the way.',
    'Nothing was submitted after it appeared. Wait and start a new login, or log in by hand and import the session with `agent-auth profiles import`.',
  ),
  account_locked: text(
    423,
    'The site says that the account is locked.',
    'Unlock it on the site, then run `agent-auth agents reset-attempts`. Until then no login sends anything by itself.',
  ),
  login_not_allowed: text(
    403,
    'The site knows the account, and does not let it log in.',
    "Read in website_error why. Do on the site what it asks (confirm the account, renew the subscription), wait, or use the agent's proxy; then run `agent-auth agents reset-attempts`.",
  ),
  rate_limited: text(
    429,
    'The site asks us to wait before the next login.',
    "Wait, then start a new login. The agent's `stopped` says until when.",
  ),
  ambiguous_form: text(
    422,
    'The form on the page could also be a sign-up, so nothing was typed.',
    'Set login_url to the login page itself, or say in a recipe which form is the login (docs/recipes.md).',
  ),
  insecure_page: text(
    403,
    'The login page does not use https, so nothing was typed.',
    'Set login_url to an https address. Over http, values are typed on loopback only.',
  ),
  insecure_form: text(
    403,
    'The form would put the password into a URL, so nothing was sent.',
    'Ask the site to send its form by POST. Until then, log in by hand and import the session with `agent-auth profiles import`.',
  ),
  value_too_long: text(
    422,
    'A value is longer than its field allows, so nothing was sent.',
    'Correct the value in the credential; website_error names the field.',
  ),
  value_not_taken: text(
    422,
    'A field does not accept its value as it is, so nothing was sent.',
    'Correct the value in the credential: it may hold a line break, or something that the site does not allow there. website_error names the field.',
  ),
  element_not_found: text(
    502,
    'The form changed while it was being filled.',
    'Start a new login. If it happens again, describe the form in a recipe (docs/recipes.md).',
  ),
  max_attempts_reached: text(
    429,
    'The account has had too many attempts, so nothing is sent by itself for now.',
    'Wait until the time in the details, correct the credential, let a person answer, or run `agent-auth agents reset-attempts` with an admin key.',
  ),
  max_steps_exceeded: text(
    422,
    'The login took more steps than a login should.',
    'Log in by hand once and look for a page that is in the way. `agent-auth invocations show ID --trace` shows what each step saw.',
  ),
  stuck_in_loop: text(
    422,
    'The site keeps showing the same step without saying why.',
    'Log in by hand once and look for a page that is in the way. `agent-auth invocations show ID --trace` shows what each step saw.',
  ),
  session_not_kept: text(
    422,
    'The site kept no session, in a fresh browser or in the one that logged in, so nothing was saved.',
    '`agent-auth invocations show ID --trace` shows where the session was lost. If the site ties its sessions to one browser, they cannot be kept.',
  ),
  password_change_required: text(
    409,
    'The site wants a new password before it lets the user in.',
    'Change the password on the site, then store the new one in the credential.',
  ),
  enrollment_required: text(
    409,
    'The site wants the user to set up another way to confirm logins.',
    'Log in by hand once, and set it up or skip it there. Then start a new login.',
  ),
  session_found: text(
    409,
    'The agent got a session another way while this login waited.',
    'There is nothing to do: the agent is logged in.',
  ),
  session_elsewhere: text(
    409,
    'The site says that the account is in use elsewhere.',
    'End the other session, then start a new login.',
  ),
  wrong_account: text(
    409,
    'The site has this browser logged in as somebody other than the user of the credential.',
    'Check which credential the agent has, then start a new login: it begins without that session.',
  ),
  identity_check: text(
    409,
    'The site wants something from the user that cannot be done here.',
    'Log in by hand once and do what the page asks, then start a new login.',
  ),
  consent_denied: text(
    403,
    'A person denied what an application asked for.',
    'If that was a mistake, start a new login and allow it.',
  ),
  awaiting_input_timeout: text(
    408,
    'Nobody gave the missing values in time.',
    'Start a new login and answer while it waits, or store the values in a credential.',
  ),
  start_not_authorized: text(
    403,
    'Whoever started this login was not allowed to.',
    'Start it again with an access key that has the scope orchestrate.',
  ),
  paused: text(
    409,
    'An operator has paused the agent or its site.',
    'The details say who, when and why. `agent-auth agents resume` ends the pause, with an admin key.',
  ),
  browser_error: text(
    500,
    'The browser could not be started, or it failed.',
    "Start a new login. If it happens again, look in the worker's log for the line `a page step failed`: it has the cause.",
  ),
  workflow_lost: text(
    500,
    'Temporal no longer knows the login; its database may have been lost.',
    'Start a new login: what people gave to this one is gone. Renewals start again by themselves.',
  ),
  internal_error: text(
    500,
    'Something failed inside the stack.',
    'Try again. If it happens again, look for the cause in the log of the worker or of the server.',
  ),
} as const;

export type FlowErrorCode = keyof typeof FLOW_ERRORS;
