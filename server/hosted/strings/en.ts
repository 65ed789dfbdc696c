import type { FlowErrorCode } from '../../../contract/errors/errors.js';

/** What happened, and what the person in front of the page can do about it. */
export interface ErrorWords {
  readonly happened: string;
  readonly next: string;
}

const words = (happened: string, next: string): ErrorWords => ({ happened, next });
const askAgain = 'Ask whoever sent you this link to start again.';

const errors: Record<FlowErrorCode, ErrorWords> = {
  login_form_not_found: words('No sign-in form was found on the site.', 'Tell whoever sent you this link.'),
  domain_not_allowed: words(
    'The sign-in led to another site, so nothing was entered there.',
    'Tell whoever sent you this link.',
  ),
  website_error: words('The site is not working right now.', 'Try again later with a new link.'),
  network_error: words('The site could not be reached.', 'Try again later with a new link.'),
  proxy_unavailable: words('The way to the site is closed right now.', 'Tell whoever sent you this link.'),
  credentials_invalid: words(
    'The site did not accept what was entered.',
    'Check that you can sign in to the site yourself, then ask for a new link.',
  ),
  totp_rejected: words(
    'The site refused the codes of the stored authenticator.',
    'The authenticator key has to be stored again. Tell whoever sent you this link.',
  ),
  mfa_required: words('The site asks for a second step that was not given.', 'Ask for a new link and give the code.'),
  external_action_required: words(
    'The site waits for you to confirm on another device.',
    'Confirm there, then ask for a new link.',
  ),
  external_action_timeout: words(
    'The sign-in was not confirmed on the other device in time.',
    'Ask for a new link and confirm when you are asked.',
  ),
  unsupported_auth_method: words(
    'The site offers no way to sign in that works here.',
    'Adding a password or an authenticator app to your account helps.',
  ),
  bot_detected: words('The site took the sign-in for a robot and stopped it.', 'Tell whoever sent you this link.'),
  captcha_blocked: words(
    'The site asks to solve a picture puzzle, which cannot be done here.',
    'Tell whoever sent you this link.',
  ),
  account_locked: words(
    'The site says that your account is locked.',
    'Unlock it on the site itself. Nothing more was tried.',
  ),
  login_not_allowed: words(
    'The site knows your account and does not let it sign in.',
    'Do what the site says above. Nothing more was tried.',
  ),
  rate_limited: words('The site asks to wait before the next try.', 'Try again later with a new link.'),
  ambiguous_form: words(
    'The site shows a form that may as well be for new customers.',
    'Tell whoever sent you this link.',
  ),
  insecure_page: words(
    'The sign-in page is not protected by https, so nothing was entered there.',
    'Tell whoever sent you this link.',
  ),
  insecure_form: words(
    'The form of the site would show the password in an address, so it was not sent.',
    'Tell whoever sent you this link.',
  ),
  value_too_long: words(
    'What was to be entered is longer than the site allows.',
    'Check the value with the site, then ask for a new link.',
  ),
  value_not_taken: words(
    'The site does not take what was to be entered.',
    'Check the value with the site, then ask for a new link.',
  ),
  element_not_found: words('The page of the site changed in the middle of the sign-in.', askAgain),
  max_attempts_reached: words(
    'There were too many attempts for this account.',
    'Wait, check your password with the site, then ask for a new link.',
  ),
  max_steps_exceeded: words('The sign-in of the site did not come to an end.', 'Tell whoever sent you this link.'),
  stuck_in_loop: words('The site asked the same thing again without a reason.', 'Tell whoever sent you this link.'),
  session_not_kept: words(
    'The site signed you in, but did not keep the session.',
    'Nothing was saved. Tell whoever sent you this link.',
  ),
  password_change_required: words(
    'The site wants you to choose a new password first.',
    'Change it with the site, then ask for a new link.',
  ),
  enrollment_required: words(
    'The site wants you to set up another way to confirm sign-ins first.',
    'Sign in there yourself once, then ask for a new link.',
  ),
  session_found: words('There is a session already, so nothing is needed from you.', 'You can close this page.'),
  session_elsewhere: words(
    'The site says that your account is in use elsewhere.',
    'Sign out there, then ask for a new link.',
  ),
  wrong_account: words(
    'The site knows this browser as somebody else.',
    'Whoever set this login up has to see who is signed in there.',
  ),
  identity_check: words(
    'The site wants something of you that can only be done there.',
    'Sign in there yourself once, then ask for a new link.',
  ),
  consent_denied: words('What the application asked for was denied.', 'Ask for a new link if that was a mistake.'),
  awaiting_input_timeout: words('The time for an answer is over.', 'Ask for a new link.'),
  paused: words('Signing in here is switched off for now.', 'Ask whoever sent you the link when it goes on.'),
  start_not_authorized: words('This sign-in was started by somebody who may not do that.', 'Ask for a new link.'),
  browser_error: words('The browser that signs in failed.', askAgain),
  workflow_lost: words('This sign-in was interrupted on our side.', askAgain),
  internal_error: words('Something failed on our side.', askAgain),
};

/** Every text of the page. The words of the site itself are shown as they are. */
export const en = {
  name: 'English',
  locale: 'en',
  pageTitle: (heading: string, domain: string) => (domain === '' ? heading : `${heading} – ${domain}`),
  opening: { heading: 'Opening your link' },
  site: {
    profile: (name: string) => `Profile ${name}`,
  },
  consent: {
    heading: 'Sign in to this site?',
    lead: 'The sign-in runs in a browser of its own, and you are asked only for what is missing.',
    askedBy: 'Asked by',
    session: 'Session',
    sessionValue: (profile: string) => `Kept in the profile “${profile}”.`,
    saved: 'Your answers',
    caution: 'Go on only if you were expecting this.',
    go: 'Continue',
  },
  discovering: {
    heading: 'Opening the sign-in page',
    lead: 'This usually takes a few seconds.',
    slow: 'Still working. Some sites take a minute; you can leave this page open.',
  },
  question: {
    password: 'Enter your password',
    code: 'Enter the code',
    values: 'Enter what is missing',
    option: 'Choose how to go on',
    mfa: 'Confirm that it is you',
    sso: 'Choose how to sign in',
    sendTo: (domain: string, host: string) => `${domain} sends the password to ${host}: is that right?`,
    beginAgain: 'Continue when you are ready',
    beginAgainLead:
      'The site asks for something that works only while its page is open, such as a code that it sends, or a choice. The page was closed while you were away: go on, and the site asks you anew. A code that you got before is of no use any more.',
    beginAgainGo: 'I am here, go on',
    beginAgainOther: 'Sign in another way',
    beginAgainDetail: 'The page of the site is opened, and shows what else it offers.',
    sendToYes: 'Yes, that is right',
    sendToNo: 'No, end this sign-in',
    pageDone: 'I have done what this page asks for: look again',
    pageInside: 'Nothing is left to do: this is the page behind the sign-in',
    again: 'Please try again',
    options: 'Ways to go on',
    factors: 'Ways to confirm',
    providers: 'Other ways to sign in',
    or: 'or',
    go: 'Continue',
    sending: 'Encrypting and sending',
    choose: 'Please choose',
    optional: 'optional',
    continueWith: (provider: string) => `Continue with ${provider}`,
    sentTo: (target: string) => `to ${target}`,
  },
  mfa: {
    sms: 'Text message',
    call: 'Phone call',
    email: 'E-mail',
    totp: 'Authenticator app',
    push: 'Confirm on your phone',
    password: 'Password',
    security_key: 'Security key',
    switch: 'Use another method',
  },
  field: {
    show: 'Show password',
    hide: 'Hide password',
    capsLock: 'Caps Lock is on.',
    required: 'Please fill this in.',
    email: 'E-mail',
    username: 'User name',
    phone: 'Phone number',
    password: 'Password',
    code: 'Code',
    unnamed: 'Value',
    siteSays: (domain: string, text: string) => `${domain} says: “${text}”`,
    rejected: (domain: string) => `${domain} did not accept this. Enter something else.`,
    empty: 'The site received nothing here. Please enter it again.',
  },
  submitting: {
    heading: 'Signing in',
    lead: 'The site is checking what was entered.',
    saving: 'Signed in. Saving and testing the session.',
    codeHeading: 'Waiting for a fresh code',
    codeLead: (time: string) => `The last one-time code was used already. It goes on by itself at ${time}.`,
  },
  external: {
    heading: 'Confirm on your other device',
    fallback: 'The site waits for you to confirm, for instance in an app on your phone.',
    lead: 'This page goes on by itself.',
  },
  success: {
    heading: 'You are signed in',
    lead: 'The session was saved and tested.',
    until: (time: string) => `It is known to last until ${time}.`,
    close: 'You can close this page.',
    back: (host: string) => `Go on to ${host}`,
    leaving: (host: string) => `Taking you to ${host} …`,
  },
  failed: {
    heading: 'That did not work',
    unknown: words('The sign-in ended without a session.', askAgain),
    back: (host: string) => `Back to ${host}`,
    reference: 'Reference',
  },
  ended: {
    heading: 'This sign-in has ended',
    expired: 'Nobody answered in time. What was entered has been deleted.',
    canceled: 'It was called off. What was entered has been deleted.',
    found: 'There is a session already, so nothing more is needed from you. What was entered has been deleted.',
  },
  gone: {
    heading: 'This link no longer works',
    lead: 'It was used already, is too old, or was withdrawn. Each link works once, and for a short time.',
    next: 'Ask whoever sent you the link for a new one.',
  },
  closed: {
    heading: 'A sign-in needs you',
    lead: 'Somebody uses an account for which a site wants something that only you can give. Open the request to see which site it is and what is asked.',
    go: 'Open the request',
    note: 'The link belongs to this browser afterwards. Nothing is entered anywhere before you agree.',
  },
  taken: {
    heading: 'This link is open in another browser',
    lead: 'A link works in the browser in which it was opened first. Go on there, if that was you.',
    next: 'Otherwise have a new link sent to you, the way that this one came.',
    send: 'Send a new link',
    sent: 'A new link is on its way, the way that this one came. Open it here.',
    failed: 'No new link could be sent. Ask whoever sent you this one.',
  },
  done: {
    heading: 'There is nothing left to do',
    lead: 'The sign-in that this link was for has ended. You can close this page.',
    note: 'If the site needs you again, you get a new link.',
  },
  unreachable: {
    heading: 'No connection',
    lead: 'The server does not answer. Your link has not been used up.',
    retry: 'Try again',
  },
  unsupported: {
    heading: 'This browser cannot encrypt safely',
    lead: 'This page encrypts what you enter before it is sent. That takes a current Chrome, Edge, Firefox or Safari, and an https address.',
    next: 'Open the link again in another browser. It has not been used up.',
  },
  trouble: {
    moved_on: 'The site has moved on in the meantime. Please answer what it asks now.',
    busy: 'Too many requests at the moment. Wait a little, then send it again; what you entered is still here.',
    offline: 'No connection. What you entered is still here; send it again when you are online.',
    refused: 'That was not accepted. Please look through what you entered.',
    failed: 'Something failed on our side. What you entered is still here; please send it again.',
  },
  lost: 'Connection lost. Trying again …',
  sealed: 'Encrypted in this browser before it is sent. Only the machine that signs in can read it.',
  saved: {
    kept: (name: string) =>
      `Saved, encrypted, as “${name}” after a successful sign-in, to sign in again later. One-time codes are never saved.`,
    notKept: 'Not saved. What you enter is used for this sign-in and then deleted.',
    code: 'Not saved. A one-time code is used once and then deleted.',
  },
  deadline: {
    until: (time: string) => `Open until ${time}`,
    soon: 'This page closes in less than two minutes.',
  },
  errors,
};

export type Strings = typeof en;
