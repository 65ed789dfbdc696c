import { plain } from '../dom/plain.js';
import { ancestors } from '../dom/tree.js';
import type { ButtonKind } from '../view.js';
import { type Concept, names, says, saysOnly } from '../words/words.js';
import { controlRef } from './field-view.js';
import type { LocalButton } from './frame-view.js';
import type { Collected, Control } from './model.js';
import { leavesFor, type Offer } from './offers.js';
import { providerOf } from './provider.js';
import { pathOf } from './url-path.js';

/** Methods of a second factor by the words that offer them; the first match decides. */
const METHODS: [string, Concept][] = [
  ['backup', 'backupCode'],
  ['push', 'push'],
  ['totp', 'totp'],
  ['call', 'call'],
  ['passkey', 'passkey'],
  ['sms', 'sms'],
  ['email', 'emailCode'],
  ['password', 'password'],
];
/** A sentence is no button. */
const LONGEST_LABEL = 90;

export interface Situation {
  /** The page asks for one of several second factors. */
  choosesMethod: boolean;
  /** The page asks which account to go on with. */
  choosesAccount: boolean;
  /** The page asks whether to stay signed in. */
  asksToStay: boolean;
  /** The page offers what nobody asked for. */
  offer: Offer | null;
  /** The page asks whether an application may know who the user is. */
  asksConsent: boolean;
  submits: ReadonlySet<Control>;
  /** Buttons that only take note of a message. */
  notes: ReadonlySet<Control>;
}

/** What pressing a button does, as far as it matters for logging in. */
export function buttonView(control: Control, situation: Situation): LocalButton | null {
  const provider = providerOf(control);
  const kind = kindOf(control, provider, situation);
  if (control.label === '' && provider === null) return null;
  return {
    ref: controlRef(control),
    label: control.label,
    kind,
    provider: kind === 'sso' ? provider : null,
    mfaType: kind === 'mfa_option' || kind === 'switch_method' ? methodOf(control.label) : null,
    cookies: kind === 'dismiss' ? cookieAnswerOf(control) : null,
  };
}

function kindOf(control: Control, provider: string | null, situation: Situation): ButtonKind {
  const { label } = control;
  if (provider !== null) return 'sso';
  if (label.length > LONGEST_LABEL) return 'other';
  if (situation.asksToStay && saysOnly('yes', label)) return 'stay_signed_in';
  if (situation.asksToStay && leavesFor('offer', label)) return 'stay_signed_out';
  if (cookieAnswerOf(control) !== null) return 'dismiss';
  if (situation.offer !== null && leavesFor(situation.offer, label)) return 'not_now';
  if (situation.asksConsent && !control.link && saysOnly('allow', label)) return 'consent';
  if (situation.choosesMethod && methodOf(label) !== null && !says('forgot', label)) return 'mfa_option';
  if (says('otherMethod', label)) return 'switch_method';
  if (situation.choosesAccount && isAccount(label)) return 'account';
  if (situation.submits.has(control)) return 'submit';
  if (situation.notes.has(control)) return 'take_note';
  if (saysOnly('dismiss', label) || saysOnly('cookieReject', label)) return 'dismiss';
  if (isLoginLink(control)) return 'login_link';
  return 'other';
}

function cookieAnswerOf({ element, label }: Control): LocalButton['cookies'] {
  const answer = saysOnly('cookieReject', label) ? 'reject' : saysOnly('cookieAccept', label) ? 'accept' : null;
  return answer !== null && inConsentBanner(element) ? answer : null;
}

/**
 * The page wants nothing but leave for an application to know who the user is, and offers both answers (OpenID Connect Core 1.0
 * section 3.1.2.4).
 */
export function asksConsent(page: Collected, text: string): boolean {
  const refuses = ({ element, label }: Control): boolean =>
    (saysOnly('cookieReject', label) || saysOnly('dismiss', label)) && !inConsentBanner(element);
  return says('consent', text) && page.controls.some(refuses);
}

export function methodOf(text: string): string | null {
  return METHODS.find(([, concept]) => says(concept, text))?.[0] ?? null;
}

function isAccount(label: string): boolean {
  return (
    label !== '' && !says('back', label) && !says('forgot', label) && !says('terms', label) && !says('signup', label)
  );
}

/** Leads to where one logs in; links about something else ("Sign in to comment", "Forgot your login?") don't count. */
export function isLoginLink(control: Control): boolean {
  const { label, href } = control;
  if (says('logout', label) || says('forgot', label) || says('signup', label)) return false;
  return says('login', label) || (label.length < 20 && names('login', pathOf(href)) && !names('signup', pathOf(href)));
}

/** Whether the button stands in a box about cookies or privacy. */
export function inConsentBanner(element: Element): boolean {
  let level = 0;
  for (const at of ancestors(element)) {
    if (level > 8 || at === plain(document, 'body')) return false;
    const called = ['id', 'class', 'aria-label'].map((name) => plain(at, 'getAttribute')(name) ?? '').join(' ');
    if (level > 0 && (names('cookies', called) || says('cookies', called))) return true;
    level += 1;
  }
  return false;
}
