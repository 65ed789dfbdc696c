import type { ViewForm } from '../page-world/view.js';
import type { Observation } from '../read/observation.js';
import { sessionChanged } from '../read/observe.js';
import { asksForLogin, methodButtons } from '../read/seen-page.js';
import { barred, notNow, passwordOver, unsafeBrowser } from './barred.js';
import { badRequest, forgotten } from './forgotten.js';
import { isBehindLogin } from './left-step.js';
import { refusedByName } from './named-field.js';
import {
  asksForMore,
  codeOver,
  markedWrong,
  otherRefused,
  refusedAgain,
  refusedInWords,
  refusedOnPage,
  sentBack,
  thrownOut,
  turnedDown,
} from './refusal.js';
import type { Rule, Seen } from './rule.js';
import { told, unread, wordsAfter } from './site-words.js';
import { asksOther, holds, type Submission, secretsOf, wasSubmitted } from './submission.js';
import { fails, type Judged, unclear } from './verdict.js';
import {
  askedForLater,
  askedToWait,
  asksInBox,
  asksOverForm,
  blamedAmidTrouble,
  captcha,
  inUseElsewhere,
  locked,
  notLookedAt,
  siteDown,
  unreachable,
} from './walls.js';

/** A person said of this page, for this agent, that nothing is left of the login there. */
const saidInside: Rule = ({ after, asks, words }) =>
  after.view.known === 'inside' && !asks && words.messages.length === 0 && (after.status ?? 200) < 400
    ? { kind: 'authenticated', reason: 'said_inside' }
    : null;

/** A code is asked for that was not asked for before, whatever status comes with it, and most texts. */
const secondFactor: Rule = (seen) =>
  holds(seen.after.view, 'otp') && !wasSubmitted(seen.submitted, 'otp') && !asksForMore(seen)
    ? { kind: 'input', reason: 'second_factor' }
    : null;

/** Another form than the one that was sent: the site goes on. */
const nextForm: Rule = ({ before, after, submitted, asks }) =>
  asks && asksOther(before.view, after.view, submitted) ? { kind: 'input', reason: 'next_form' } : null;

/** The same form again and nothing that says why. What did not go out may be typed again; about the rest nobody knows. */
const sameForm: Rule = ({ after, submitted, words, asks }) => {
  if (!asks) return null;
  const said = unread(words);
  // A name alone is no secret.
  if (secretsOf(submitted).length === 0 && said === null) return unclear({ kind: 'input', reason: 'same_form' });
  if (after.view.captcha !== null) return unclear(fails('captcha_blocked', 'captcha', said));
  const left = after.mayHaveSent || submitted.answered ? 'unknown' : 'not_sent';
  return unclear({ kind: 'input', left, words: told(words), reason: left === 'not_sent' ? 'not_sent' : 'same_form' });
};

/** Several forms of which only a person can tell which one is the login. */
const severalForms: Rule = ({ after }) =>
  after.view.rivals.length > 0 ? unclear({ kind: 'input', reason: 'several_forms' }) : null;

const otherDevice: Rule = ({ after: { view } }) =>
  view.externalAction === null
    ? null
    : { kind: 'external_action', words: view.externalAction.text, reason: 'other_device' };

/** A secret was sent, and the site would make a new account: a no to the name, mostly. Nobody knows. */
const sentToSignUp: Rule = ({ before, after, submitted, asks }) => {
  // A list of people may be searched by name and address.
  const isNew = ({ class: of, fields }: ViewForm): boolean =>
    of === 'signup' && fields.some(({ inputType }) => inputType === 'password');
  const signsUp = ({ view }: Seen['after']): boolean => view.forms.some(isNew);
  if (asks || secretsOf(submitted).length === 0 || signsUp(before) || !signsUp(after)) return null;
  return isBehindLogin(after.view)
    ? null
    : unclear({ kind: 'input', left: 'unknown', words: after.view.standing.words, reason: 'sent_to_sign_up' });
};

/** A password field that can be seen and is part of no form that could be filled. */
const passwordHidden: Rule = ({ after }) =>
  after.passwordShown && !isBehindLogin(after.view)
    ? unclear(fails('element_not_found', 'password_hidden', null))
    : null;

/** A name alone logs nobody in: on a page that wants a passkey, the only way on is what else it offers. */
const passkeyOnly: Rule = ({ after: { view }, submitted }) => {
  if (!view.evidence.passkey || wasSubmitted(submitted, 'password') || wasSubmitted(submitted, 'otp')) return null;
  return methodButtons(view).length > 0
    ? unclear({ kind: 'input', reason: 'passkey_only' })
    : unclear(fails('unsupported_auth_method', 'passkey_only', null));
};

/** What is asked for is pressed on keys whose digits are pictures. */
const keysUnreadable: Rule = ({ after: { view }, asks }) =>
  view.evidence.untypable && (asks || !isBehindLogin(view))
    ? unclear(fails('unsupported_auth_method', 'keys_unreadable', view.standing.words))
    : null;

/** The site asks the browser itself for a password (RFC 9110 section 11.6.1), which nobody can type into a page. */
const browserAsks: Rule = ({ after, asks }) =>
  after.asksBrowser === null || after.turnedDown || asks
    ? null
    : fails('unsupported_auth_method', 'browser_asks', after.asksBrowser);

/** No form is left. Whether there is a session is proved when it is saved. */
const signedIn = ({ before, after }: Seen): Judged => {
  if (after.view.evidence.logout) return { kind: 'authenticated', reason: 'sign_out_offered' };
  if (sessionChanged(before, after)) return { kind: 'authenticated', reason: 'session_changed' };
  return unclear({ kind: 'authenticated', reason: 'nothing_decided' });
};

/**
 * In order; the first one with a verdict decides. To every later rule a second factor looks like a refusal, and a refusal can look like a
 * success; what is not the values' fault comes before what is.
 */
const RULES: readonly Rule[] = [
  browserAsks,
  unreachable,
  secondFactor,
  saidInside,
  passwordOver,
  barred,
  unsafeBrowser,
  locked,
  codeOver,
  askedToWait,
  asksInBox,
  asksOverForm,
  inUseElsewhere,
  captcha,
  blamedAmidTrouble,
  notLookedAt,
  forgotten,
  siteDown,
  askedForLater,
  notNow,
  refusedByName,
  refusedInWords,
  otherRefused,
  refusedOnPage,
  refusedAgain,
  markedWrong,
  thrownOut,
  turnedDown,
  badRequest,
  keysUnreadable,
  sentBack,
  nextForm,
  sameForm,
  severalForms,
  otherDevice,
  sentToSignUp,
  passwordHidden,
  passkeyOnly,
];

/** Decides what a page means after a submit, by comparing it before and after. */
export function judge(before: Observation, after: Observation, submitted: Submission): Judged {
  const asks = asksForLogin(after.view);
  const seen: Seen = { before, after, submitted, words: wordsAfter(before, after), asks };
  for (const rule of RULES) {
    const verdict = rule(seen);
    if (verdict !== null) return verdict;
  }
  return signedIn(seen);
}
