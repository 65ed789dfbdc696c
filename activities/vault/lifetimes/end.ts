/** When a session ends, when it is renewed before, and how often it is visited: the rules, in one place. */
import { createHash } from 'node:crypto';
import type { SessionEndReason } from '../../../contract/agent/session-lifetime.js';
import type { History } from './history.js';
import { isToBeTried, learn, learnRest } from './learned.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A session that ended sooner is the ledger's business (`short_sessions`), and says nothing of what the site wants. */
const SHORTEST = 5 * MINUTE;

export interface KnownEnd {
  /** Ms since the epoch; null where nobody knows. */
  readonly at: number | null;
  readonly reason: SessionEndReason;
  /** Whether it moves with each use. */
  readonly moves: boolean;
}

const UNKNOWN: KnownEnd = { at: null, reason: 'unknown', moves: false };

/**
 * When the session that there is now ends. What the site announced counts, unless its sessions are known to end sooner: then it counts how long they live
 * at least. Ends that come at any time are known by nobody.
 * @param announced ms since the epoch
 */
export function knownEnd(history: History, announced: number | null): KnownEnd {
  const said: KnownEnd = announced === null ? UNKNOWN : { at: announced, reason: 'announced', moves: false };
  const { now } = history;
  const learned = now && learn(history);
  if (!learned || learned.ends_by === 'chance') return said;
  const moves = learned.ends_by === 'rest';
  const lower = (moves ? learnRest(history)?.estimate?.lower : learned.age?.from) ?? 0;
  const at = (moves ? now.used : now.born) + lower;
  if (lower < SHORTEST || (announced !== null && announced <= at)) return said;
  return { at, reason: 'learned', moves };
}

/** Of a session's life, before its end: what is cut off is made up for by logins. Never so late that one could not be done by then. */
const MARGIN = { part: 1 / 30, least: 2 * MINUTE, most: 12 * HOUR };

/** From 1 to 2, always the same for one session of an agent: not all of a site are renewed at the same moment. */
function jitterOf(agentId: string, born: number): number {
  const digest = createHash('sha256').update(`${agentId} ${born}`).digest();
  return 1 + digest.readUInt32BE(0) / 2 ** 32;
}

/** How long before its end a session is renewed. Ms. */
export function marginOf(agentId: string, born: number, end: number): number {
  const life = Math.max(0, end - born);
  const margin = Math.min(Math.max(life * MARGIN.part, MARGIN.least), MARGIN.most) * jitterOf(agentId, born);
  return Math.round(Math.min(margin, life / 2));
}

/** A renewal that came to nothing is tried again after half of what is left, but not sooner. */
const AGAIN = 10 * MINUTE;

/**
 * When a session is to be renewed; null: not before its end. One that moves with each use is not: a visit is all that it needs.
 * @param born when it began, as far as is known
 * @param tried when that was last tried
 */
export function renewalAt(
  agentId: string,
  history: History,
  announced: number | null,
  { born, tried }: { readonly born: number; readonly tried: number | null },
): number | null {
  const { at, reason, moves } = knownEnd(history, announced);
  if (at === null || moves || (reason === 'learned' && isToBeTried(history))) return null;
  const from = history.now?.born ?? born;
  // Before an end that is so near nobody would be spared anything.
  if (at - from < SHORTEST) return null;
  const due = at - marginOf(agentId, from, at);
  if (tried === null) return due;
  const again = Math.max(due, tried + Math.max((at - tried) / 2, AGAIN));
  return again < at ? Math.round(again) : null;
}

/** Where an end is expected, it is looked for so many times as closely, and not more often than anybody may wish to (`health_check_interval`). */
const CLOSER = { times: 8, least: 5 * MINUTE };

/**
 * How long to wait with the next look, so that an end that seems to come at an age is seen when it comes: by that the age is known more exactly, and the dead
 * session is found sooner. Infinite where nothing is expected.
 * @param now ms since the epoch
 */
export function lookFor(history: History, now: number): number {
  const age = history.now && learn(history)?.age;
  if (!age || age.from < SHORTEST) return Number.POSITIVE_INFINITY;
  const step = Math.max((age.to - age.from) / CLOSER.times, CLOSER.least);
  const [next, last] = [history.now.born + age.from + step, history.now.born + age.to + step];
  return now >= last ? Number.POSITIVE_INFINITY : Math.max(next - now, step);
}

/** No site is visited more often to keep a session alive. */
const OFTEN = MINUTE;

/**
 * How long after its last use a session is visited, so that it is not ended for want of it; null where no such rule of the site is known.
 */
export function restBefore(history: History): number | null {
  const learned = learnRest(history);
  if (learned === null) return null;
  const { estimate, died_unused } = learned;
  // Where the bounds are far apart, half of the upper one is tried next.
  const rest = Math.max(Math.min(estimate?.lower ?? 0, died_unused), died_unused / 2);
  return Math.max(Math.round(rest * 0.8), OFTEN);
}
