import { plain } from '../dom/plain.js';
import { says, saysOnly } from '../words/words.js';
import type { LocalForm } from './frame-view.js';
import type { Collected } from './model.js';

/** What a page offers between a login and what is behind it. New terms can wait, but must not be turned down. */
export type Offer = 'offer' | 'terms';

const SECRET_ROLES: ReadonlySet<string> = new Set(['password', 'new_password', 'otp']);

/** Whether the page offers, in its headings, what nobody has asked for: a passkey, a second way to reach the user, a tour. */
export function offerOf(page: Collected, forms: LocalForm[]): Offer | null {
  if (forms.some(({ fields }) => fields.some(({ role }) => SECRET_ROLES.has(role)))) return null;
  const headlines = headlinesOf(page);
  if (headlines.some((text) => says('newTerms', text))) return 'terms';
  return headlines.some((text) => says('offer', text) || says('passkey', text)) ? 'offer' : null;
}

const headlinesOf = (page: Collected): string[] => [plain(document, 'title'), ...page.headings.map(({ text }) => text)];

/** Whether the page wants a passkey and nothing that could be typed. */
export const asksForPasskey = (page: Collected, forms: LocalForm[]): boolean =>
  forms.every(({ fields }) => fields.length === 0) &&
  headlinesOf(page).some((text) => says('passkey', text)) &&
  !page.controls.some(({ label }) => says('logout', label));

/** Whether a button leaves the offer for another day and does nothing else. */
export function leavesFor(offer: Offer, label: string): boolean {
  // "Skip for now (14 days until this is required)"
  const words = label.replace(/\s*[(（][^)）]*[)）]\s*$/u, '');
  return saysOnly('notNow', words) || (offer === 'offer' && saysOnly('no', words));
}
