/** When a session ends, when it is renewed before, and how often it is visited: the rules, in one place. */
import { createHash } from 'node:crypto';
import type { SessionEndReason } from '../../../contract/session-lifetime.js';
import type { History } from './history.js';
import { isToBeTried, learn } from './learned.js';

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
 * When the session that there is now ends. What the site announced counts, unless its sessions were seen to end sooner: then it counts how long they live
 * at least.
 * @param announced ms since the epoch
 */
export function knownEnd(history: History, announced: number | null): KnownEnd {
  const said: KnownEnd = announced === null ? UNKNOWN : { at: announced, reason: 'announced', moves: false };
  const { now } = history;
  const learned = now && learn(history);
  if (!learned) return said;
  const moves = learned.ends_by === 'rest';
  const lower = (moves ? learned.rest : learned.age)?.lower ?? 0;
  const at = (moves ? now.used : now.born) + lower;
  if (lower < SHORTEST || (announced !== null && announced <= at)) return said;
  return { at, reason: 'learned', moves };
}

/** A tenth of its life; never so late that a login could not be done by then, never so early that half of it is lost. */
const MARGIN = { least: 2 * MINUTE, most: 12 * HOUR };

/** From 1 to 2, always the same for one session of an agent: not all of a site are renewed at the same moment. */
function jitterOf(agentId: string, born: number): number {
  const digest = createHash('sha256').update(`${agentId} ${born}`).digest();
  return 1 + digest.readUInt32BE(0) / 2 ** 32;
}

/** How long before its end a session is renewed. Ms. */
export function marginOf(agentId: string, born: number, end: number): number {
  const life = Math.max(0, end - born);
  const margin = Math.min(Math.max(life / 10, MARGIN.least), MARGIN.most) * jitterOf(agentId, born);
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

/** No site is visited more often to keep a session alive. */
const OFTEN = MINUTE;

/**
 * How long after its last use a session is visited, so that it is not ended for want of it; null where no such rule of the site is known.
 */
export function restBefore(history: History): number | null {
  const learned = learn(history);
  if (learned === null) return null;
  // Where the bounds are far apart, half of the upper one is tried next.
  const rest = Math.max(Math.min(learned.rest?.lower ?? 0, learned.died_unused), learned.died_unused / 2);
  return Math.max(Math.round(rest * 0.8), OFTEN);
}
