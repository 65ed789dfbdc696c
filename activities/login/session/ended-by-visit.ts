import type { Observation } from '../read/observation.js';
import type { Found } from './evidence.js';

/** A site in trouble, or one that has seen too many visits, says nothing about the session. */
const isTrouble = (status: number): boolean => status >= 400 && status !== 401 && status !== 403;

/** Whether anything of the text is there again; a page without text tells nothing. */
const isAlike = ({ lines }: Observation, before: ReadonlySet<string>): boolean =>
  lines.size === 0 || before.size === 0 || [...lines].some((line) => before.has(line));

/**
 * Whether a site ended a session because it was visited once more: it let the session in at an address, and after another visit that address asks
 * to log in, or for another step, or shows nothing of what it showed ("Your session was closed"). Banks that take a second window for a thief are such sites.
 * @param again what the same address shows after that visit
 */
export const isEndedByVisit = (first: Found, { proof, member: { seen } }: Found): boolean =>
  !isTrouble(seen.status ?? 200) && (proof !== 'signed_in' || !isAlike(seen, first.member.seen.lines));

/**
 * Whether a single visit shows the session itself, and not that it was closed, which a site tells to its members only: there is a way out, or text of
 * the page behind the login.
 * @param behind what that page showed, line by line
 */
export const isStillInside = ({ member: { seen } }: Found, behind: ReadonlySet<string>): boolean =>
  seen.view.evidence.logout || seen.view.standing.account || isAlike(seen, behind);
