/** Whether a session is over, where the site has an answer of its own to sessions that are. Pure rules, by what a session and a stranger are shown. */
import { judgeSigns } from '../../session-check/index.js';
import type { PageSigns } from '../../vault/probe.js';
import type { Observation } from '../read/observation.js';
import { asksForLogin } from '../read/seen-page.js';
import { says } from '../read/states.js';
import { textOf } from './evidence.js';

/** What an address shows to the session, and to a stranger. */
export interface Beside {
  readonly member: Observation;
  readonly stranger: Observation;
}

/** A short trouble of the site is over by then: inconclusive looks in a row before this one. */
const PAGE_AFTER = 2;
/** An hour: members' pages may fail, or say something else, while the login page still works. */
const TROUBLE_AFTER = 5;

export const isRefusal = ({ status }: Observation): boolean => status !== null && status >= 400;

/** Whether it is time to rule a session out. A refusal is an answer; another page, or trouble, may be of this moment. */
export function isTimeToRuleOut(seen: Observation, inconclusive: number): boolean {
  if (!isRefusal(seen)) return inconclusive >= PAGE_AFTER;
  return (seen.status ?? 0) < 500 || inconclusive >= TROUBLE_AFTER;
}

/**
 * Whether the page of a member says something of its own to this session: no line of the proof is shown, and nothing that only members are offered. What a
 * stranger is shown is no proof then: many sites show neither to a session that was one.
 */
export function isForeign(signs: PageSigns | null, { view, lines }: Observation): boolean {
  if (signs === null || signs.member.length === 0 || view.evidence.logout || view.standing.account) return false;
  return judgeSigns({ ...signs, stranger: [] }, new Set([...lines, view.title])) === null;
}

const isStopped = ({ view, status }: Observation): boolean =>
  view.captcha !== null || status === 429 || (status !== null && status >= 500);

/** Whether a stranger is led to the login as when the session was proven: the site is well, and lets this browser in. */
const isAsEver = (signs: PageSigns | null, stranger: Observation): boolean =>
  asksForLogin(stranger.view) ||
  stranger.status === 401 ||
  (signs !== null && judgeSigns(signs, textOf(stranger)) === 'out');

/** Whether both are shown the same. */
export const isSame = ({ member, stranger }: Beside): boolean => {
  const [ours, theirs] = [textOf(member), textOf(stranger)];
  return member.status === stranger.status && ours.size === theirs.size && [...ours].every((line) => theirs.has(line));
};

/** Whether the page takes the session for a stranger. */
const isAsStranger = (beside: Beside): boolean => {
  const { evidence, standing } = beside.member.view;
  if (asksForLogin(beside.member.view)) return true;
  return !evidence.logout && !standing.account && evidence.loginLink && beside.stranger.view.evidence.loginLink;
};

/** A page of its own that leaves nothing to do, and does not excuse itself. */
const isDeadEnd = (signs: PageSigns | null, seen: Observation): boolean =>
  isForeign(signs, seen) &&
  seen.view.buttons.every(({ link }) => link) &&
  seen.view.forms.every(({ fields }) => fields.length === 0) &&
  !says('outage', [seen.view.title, ...seen.lines].join('\n'));

/**
 * @param at where the session was proven
 * @param home of the site; null where that is the same place
 * @param inconclusive looks in a row before this one
 */
export function isRuledOut(signs: PageSigns | null, at: Beside, home: Beside | null, inconclusive: number): boolean {
  if (isStopped(at.stranger)) return false;
  const isWell = isAsEver(signs, at.stranger);
  const isStuck = isWell && inconclusive >= TROUBLE_AFTER && isDeadEnd(signs, at.member);
  const isAsked = asksForLogin(at.member.view);
  if (home === null) return isWell ? isRefusal(at.member) || isStuck || isAsked : isSame(at) && isAsStranger(at);
  // Whom the site refuses everything, it may refuse for where he comes from.
  if (isStopped(home.stranger) || isRefusal(home.stranger)) return false;
  // Who has to confirm a password in one place is known in others.
  if (isAsked && !asksForLogin(home.member.view)) return false;
  if (isAsStranger(home)) return isWell || isSame(at);
  if (isStuck && isSame({ member: at.member, stranger: home.member })) return true;
  // A page that everybody is shown everywhere is one of maintenance.
  return isWell && (isRefusal(home.member) || isSame(home));
}
