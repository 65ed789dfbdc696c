import type { Outcome } from '../../../contract/steps.js';
import type { Login } from '../login.js';
import { isSameRequest, withoutQuery } from '../session/address.js';

/**
 * Some login pages show their form to everybody, logged in or not. Then the address that the last login led to is checked before
 * anything is typed.
 * @param asked address that was opened
 * @param outcome what the page showed
 * @returns the address to check; null when the form is proof enough: there was no session before, or the site redirected to the form
 */
export function postLoginProbe(
  { profile, live, mayTypeAt, scrub }: Login,
  asked: string,
  outcome: Outcome,
): string | null {
  const led = profile?.facts.post_login_url ?? null;
  if (led === null || outcome.kind !== 'input' || mayTypeAt(led) !== null) return null;
  const form = live.page.url();
  return withoutQuery(form) === withoutQuery(asked) && !isSameRequest(form, led, scrub) ? led : null;
}
