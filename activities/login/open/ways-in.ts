import { homeUrl, wwwUrl } from '../../../contract/address/domain.js';
import type { Login } from '../login.js';

/**
 * Where a login may begin, best first. What the agent was given counts alone; else a recipe may know better than the home page, which
 * is where it begins when the recipe is wrong.
 */
export function waysIn({ grant, recipes, mayTypeAt, knownTo }: Login): readonly [string, ...string[]] {
  if (grant.login_url !== null) return [grant.login_url];
  const home = homeUrl(grant.domain);
  const start = recipes.startFor(grant.domain, knownTo);
  return start === null || start === home || mayTypeAt(start) !== null ? [home] : [start, home];
}

/** Some sites have nothing at their bare domain, and the agent of `www.example.com` is the agent of `example.com`. */
export const lastWayIn = ({ grant }: Login): string | null => (grant.login_url === null ? wwwUrl(grant.domain) : null);
