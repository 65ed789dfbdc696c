import type { Outcome } from '../../../contract/steps.js';
import type { Login } from '../login.js';
import { withoutQuery } from '../session/visit.js';

/**
 * Some login pages ask whoever comes, logged in or not. Then where the last login led to is worth a look before anything is typed.
 * @param asked address that was opened
 * @param outcome what came of it
 * @returns where to look; null when the form says enough: nobody was logged in before, or the site sent its visitor there
 */
export function postLoginProbe({ profile, live, mayTypeAt }: Login, asked: string, outcome: Outcome): string | null {
  const led = profile?.facts.post_login_url ?? null;
  if (led === null || outcome.kind !== 'input' || mayTypeAt(led) !== null) return null;
  const form = withoutQuery(live.page.url());
  return form === withoutQuery(asked) && form !== withoutQuery(led) ? led : null;
}
