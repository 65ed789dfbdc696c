import { native } from '../dom/native.js';
import type { LocalForm } from '../frame-view.js';
import { asksForAnything } from './form-classes.js';
import type { Scan } from './scan.js';
import { isInFrame } from './site-frame.js';

/** What a page offers between a login and what is behind it. New terms can wait, but must not be turned down. */
export type Offer = 'offer' | 'terms';

const SECRET_ROLES: ReadonlySet<string> = new Set(['password', 'otp']);

/** A page that offers one thing has few buttons. */
const FEW = 12;
/** A longer caption says more than when. */
const MAX_LATER = 40;
/** Of a sentence, or of a part of one. */
const ENDS = /[.,;:!?。、！？](?:\s|$)/u;

/**
 * Whether the page offers, in its headings or on one of few buttons, what nobody has asked for: a passkey, a second way to reach the user, a tour.
 * @param permits whether it lists what somebody would be allowed
 * @param enrols whether it gives out the key of a new second factor
 */
export function offerOf(
  scan: Scan,
  forms: LocalForm[],
  pageText: string,
  { permits, enrols }: { readonly permits: boolean; readonly enrols: boolean },
): Offer | null {
  const roles = new Set(forms.flatMap(({ fields }) => fields.map(({ role }): string => role)));
  const own = scan.controls.filter((control) => !isInFrame(control)).map(({ label }) => label);
  // The code that confirms a new key is none of the login, whatever it is called.
  if (roles.size > 0 && enrols && isAnsweredLater(scan, own, true)) return 'terms';
  if ([...SECRET_ROLES].some((role) => roles.has(role))) return null;
  const headlines = headlinesOf(scan);
  const isOffered = headlines.some((text) => scan.says('offer', text));
  // A password that ends in some days may be changed on another one.
  if (roles.has('new_password')) return isOffered || isAnsweredLater(scan, own, true) ? 'offer' : null;
  if (headlines.some((text) => scan.says('newTerms', text))) return 'terms';
  const labels = scan.controls.length > FEW ? [] : scan.controls.map(({ label }) => label);
  const named = [...headlines, ...labels];
  if (isOffered || named.some((text) => scan.says('passkey', text))) return 'offer';
  // "Not now" to an application that wants something of the user turns it down, and with it the login.
  const mayWait = !permits && !(['consent', 'permAttributes'] as const).some((one) => scan.says(one, pageText));
  const isMust = (['mustChange', 'enrolment', 'identityCheck'] as const).some((must) => scan.says(must, pageText));
  return mayWait && roles.size === 0 && isAnsweredLater(scan, labels, isMust) ? 'offer' : null;
}

/**
 * Whatever the page is about, it can wait: of its few buttons one says so, and another one takes what it offers.
 * @param isMust whether it is about what seems a must, and "Change it later" leaves that; elsewhere "Watch later" may keep something
 */
function isAnsweredLater(scan: Scan, labels: readonly string[], isMust: boolean): boolean {
  // "No, thanks" puts nothing off: it may turn down a consent.
  const later = (label: string): boolean =>
    scan.saysOnly('notNow', label) || (isMust && leavesFor(scan, 'terms', label));
  return labels.some(later) && labels.some((label) => !leavesFor(scan, 'offer', label));
}

/** What the page calls itself. */
export const headlinesOf = (scan: Scan): string[] => [
  native(document, 'title'),
  ...scan.headings.map(({ text }) => text),
];

/** Whether the page wants a passkey and nothing that could be typed. */
export const asksForPasskey = (scan: Scan, forms: LocalForm[]): boolean =>
  !asksForAnything(forms) &&
  headlinesOf(scan).some((text) => scan.says('passkey', text)) &&
  !scan.controls.some(({ label }) => scan.says('logout', label));

/** Whether a button leaves the offer for another day and does nothing else. */
export function leavesFor(scan: Scan, offer: Offer, label: string): boolean {
  // "Skip for now (14 days until this is required)"
  const words = label.replace(/\s*[(（][^)）]*[)）]\s*$/u, '');
  const turnsDown = offer === 'offer' && (scan.saysOnly('no', words) || scan.saysOnly('noThanks', words));
  if (scan.saysOnly('notNow', words) || turnsDown) return true;
  // "Change it later", "Später ändern"
  return words.length <= MAX_LATER && scan.says('putOff', words) && !ENDS.test(words) && !scan.says('logout', words);
}
