import { native } from '../dom/native.js';
import type { LocalForm } from '../frame-view.js';
import type { Scan } from './scan.js';

/** What a page offers between a login and what is behind it. New terms can wait, but must not be turned down. */
export type Offer = 'offer' | 'terms';

const SECRET_ROLES: ReadonlySet<string> = new Set(['password', 'new_password', 'otp']);

/** Whether the page offers, in its headings, what nobody has asked for: a passkey, a second way to reach the user, a tour. */
export function offerOf(scan: Scan, forms: LocalForm[]): Offer | null {
  if (forms.some(({ fields }) => fields.some(({ role }) => SECRET_ROLES.has(role)))) return null;
  const headlines = headlinesOf(scan);
  if (headlines.some((text) => scan.says('newTerms', text))) return 'terms';
  return headlines.some((text) => scan.says('offer', text) || scan.says('passkey', text)) ? 'offer' : null;
}

/** What the page calls itself. */
export const headlinesOf = (scan: Scan): string[] => [
  native(document, 'title'),
  ...scan.headings.map(({ text }) => text),
];

/** Whether the page wants a passkey and nothing that could be typed. */
export const asksForPasskey = (scan: Scan, forms: LocalForm[]): boolean =>
  forms.every(({ fields }) => fields.length === 0) &&
  headlinesOf(scan).some((text) => scan.says('passkey', text)) &&
  !scan.controls.some(({ label }) => scan.says('logout', label));

/** Whether a button leaves the offer for another day and does nothing else. */
export function leavesFor(scan: Scan, offer: Offer, label: string): boolean {
  // "Skip for now (14 days until this is required)"
  const words = label.replace(/\s*[(（][^)）]*[)）]\s*$/u, '');
  return scan.saysOnly('notNow', words) || (offer === 'offer' && scan.saysOnly('no', words));
}
