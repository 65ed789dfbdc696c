/** What an answer says of a session. Pure rules. */
import type { CheckAnswer, CheckReason } from '../../contract/agent/session-check.js';
import type { Expected, Probe } from '../vault/probe.js';
import type { Answer } from './ask.js';
import { hashOf, partsOf } from './parts.js';

export interface Verdict {
  readonly answer: CheckAnswer;
  readonly why: CheckReason;
}

/** So many of the parts that only one side got say which side it is. What a page shows changes by the hour. */
const MANY = 0.3;
const HALF = 0.5;
const FEW = 0.2;
/** Kept of each side. */
const MAX_KEPT = 48;

/** Without query and fragment, which name what was asked for. */
function placeOf(location: string | null): string | null {
  if (location === null) return null;
  const { origin, pathname } = new URL(location);
  return `${origin}${pathname}`;
}

export const isTrouble = ({ status }: Pick<Answer, 'status'>): boolean => status >= 500 || status === 0;
const isRefused = ({ status, isChallenge }: Answer): boolean => isChallenge || status === 429 || status === 408;

export const isSameHead = (one: Expected | Answer, other: Answer): boolean =>
  one.status === other.status && placeOf(one.location) === placeOf(other.location) && one.type === other.type;

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** Steady ones first: a number is another one tomorrow. */
function kept(parts: readonly string[], salt: string): string[] {
  const isSteady = (part: string): boolean => !/\d/.test(part);
  const steady = [...parts.filter(isSteady), ...parts.filter((part) => !isSteady(part))];
  return steady.slice(0, MAX_KEPT).map((part) => hashOf(salt, part));
}

const inBoth = (one: ReadonlySet<string>, other: ReadonlySet<string>): string[] =>
  [...one].filter((part) => other.has(part));

/**
 * What tells the answers with a session from those without one, each asked for twice.
 * @param led pages that strangers are led to: what they show is not the member's alone
 * @returns null where nothing does so reliably
 */
export function tellApart(
  members: readonly [Answer, Answer],
  strangers: readonly [Answer, Answer],
  salt: string,
  led: readonly Answer[] = [],
): Pick<Probe, 'member' | 'stranger'> | null {
  const [member, stranger] = [members[0], strangers[0]];
  if ([...members, ...strangers].some((answer) => isTrouble(answer) || isRefused(answer))) return null;
  if (!isSameHead(member, members[1]) || !isSameHead(stranger, strangers[1])) return null;
  if (member.status < 200 || member.status >= 300) return null;
  const [m, s] = [members.map(({ body }) => partsOf(body)), strangers.map(({ body }) => partsOf(body))];
  const shown = led.map(({ body }) => partsOf(body));
  const only = (own: readonly ReadonlySet<string>[], others: readonly ReadonlySet<string>[]): string[] =>
    inBoth(own[0]!, own[1]!).filter((part) => others.every((other) => !other.has(part)));
  const sides = { member: only(m, [...s, ...shown]), stranger: only(s, m) };
  const saysStranger = stranger.status >= 300 || sides.stranger.length > 0;
  // By a page that says nothing of its own, a login page for everybody would pass for it.
  if (sides.member.length === 0 || !saysStranger) return null;
  const expected = ({ status, location, type }: Answer, parts: readonly string[]): Expected => ({
    status,
    location: placeOf(location),
    type,
    parts: kept(parts, salt),
  });
  return { member: expected(member, sides.member), stranger: expected(stranger, sides.stranger) };
}

/** How much of what only one side gets is in an answer. */
function shareOf({ parts }: Expected, found: ReadonlySet<string>): number {
  return parts.length === 0 ? 0 : parts.filter((part) => found.has(part)).length / parts.length;
}

/** Whether the head of an answer alone says that nobody is logged in. */
const saysNobody = ({ stranger }: Probe, answer: Answer): boolean =>
  answer.status === stranger.status &&
  (answer.status === 401 || (isRedirect(answer.status) && placeOf(answer.location) === stranger.location));

/** Whether a stranger is answered as when this was learned: the site is well, and lets this client in. */
export const isStrangerAsEver = (probe: Probe, answer: Answer): boolean =>
  judgeAnswer(probe, answer).answer === 'out' ||
  (probe.stranger.parts.length === 0 && probe.stranger.status >= 400 && isSameHead(probe.stranger, answer));

export function judgeAnswer(probe: Probe, answer: Answer): Verdict {
  if (isRefused(answer)) return { answer: 'inconclusive', why: 'refused' };
  if (isTrouble(answer)) return { answer: 'inconclusive', why: 'site_trouble' };
  // It is of an earlier moment. A browser may be shown one of now.
  if (answer.isStale) return { answer: 'inconclusive', why: 'unlike_both' };
  const { member, stranger, salt } = probe;
  const found = new Set([...partsOf(answer.body)].map((part) => hashOf(salt, part)));
  const [inside, outside] = [shareOf(member, found), shareOf(stranger, found)];
  if (isSameHead(member, answer) && inside >= MANY && outside < MANY) return { answer: 'in', why: 'as_member' };
  if (saysNobody(probe, answer)) return { answer: 'out', why: 'as_stranger' };
  if (isSameHead(stranger, answer) && outside >= HALF && inside <= FEW) return { answer: 'out', why: 'as_stranger' };
  return { answer: 'inconclusive', why: answer.status === 403 ? 'refused' : 'unlike_both' };
}
