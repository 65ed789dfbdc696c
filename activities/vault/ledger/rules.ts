/** When an account takes no more logins. Pure: what was counted goes in, why to stop comes out. */
import type { StopReason } from '../../../contract/agent/stop.js';
import { troubleWait } from '../../../contract/agent/trouble-wait.js';
import type { CameTo, Ceilings } from '../submission.js';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** Where the site does not say how long. */
const LOCKED_FOR = DAY;

/** After the first time that an account was not let in, twice as long each further time; a day at most. */
const NOT_ALLOWED_FOR = HOUR;

/** A submission that counts. */
export interface Counted {
  readonly invocation_id: string;
  readonly came_to: CameTo;
  readonly at: number;
  readonly until: number | null;
  /** Whether a person has answered or chosen in its login. */
  readonly attended: boolean;
  /** Whether its login has ended. */
  readonly ended: boolean;
}

export interface Stop {
  readonly why: StopReason;
  /** Ms since the epoch; null: it does not end by itself. */
  readonly until: number | null;
}

const latest = (times: readonly number[]): number => Math.max(0, ...times);

function locked(counted: readonly Counted[]): number {
  const locks = counted.filter(({ came_to }) => came_to === 'locked');
  // A time that had passed when the site said it is its own clock's, or another day's.
  return latest(locks.map(({ at, until }) => (until !== null && until > at ? until : at + LOCKED_FOR)));
}

/** The account is not activated, not paid for, not let in at this time, or not from here: that may be over soon, or never. */
function notAllowed(counted: readonly Counted[]): number {
  const bars = counted.filter(({ came_to }) => came_to === 'not_allowed');
  const wait = Math.min(NOT_ALLOWED_FOR * 2 ** (bars.length - 1), DAY);
  return latest(bars.map(({ at, until }) => Math.min(Math.max(at + wait, until ?? 0), at + DAY)));
}

function siteTrouble(counted: readonly Counted[]): number {
  const troubles = counted.filter(({ came_to }) => came_to === 'site_trouble');
  if (troubles.length === 0) return 0;
  const wait = troubleWait(troubles.length);
  return latest(troubles.map(({ at, until }) => Math.max(at + wait, until ?? 0)));
}

/** What nobody knows the result of. In logins of others only where nobody was there; in the login itself in any case. */
function unclear(counted: readonly Counted[], own: string | null, ceiling: number): StopReason | null {
  const open = counted.filter(
    ({ came_to, invocation_id, attended }) =>
      (came_to === 'unknown' || came_to === 'lost') && (invocation_id === own || !attended),
  );
  if (open.some(({ came_to }) => came_to === 'unknown')) return 'unknown';
  return open.length >= ceiling ? 'lost' : null;
}

/** What stops nothing. */
export const NOT_COUNTED: readonly CameTo[] = ['cleared', 'not_sent', 'proven'];

/** When so many logins are a day old that another one may be made; 0 where there were not too many. */
function tooMany(counted: readonly Counted[], own: string | null, now: number, ceiling: number): number {
  const lastOf = new Map<string, number>();
  for (const { invocation_id, came_to, at, ended } of counted) {
    const isPending = came_to === 'accepted' && !ended;
    if (invocation_id === own || isPending || NOT_COUNTED.includes(came_to) || at <= now - DAY) continue;
    lastOf.set(invocation_id, latest([at, lastOf.get(invocation_id) ?? 0]));
  }
  const newestFirst = [...lastOf.values()].sort((one, other) => other - one);
  const last = newestFirst[ceiling - 1];
  return last === undefined ? 0 : last + DAY;
}

/**
 * Why an account takes no login by itself now; null where it does.
 * @param counted what is open on the account: since the last proven session, and since the last stop was closed
 * @param own the login that asks; null for one that has not begun
 */
export function stopOf(counted: readonly Counted[], own: string | null, now: number, ceilings: Ceilings): Stop | null {
  const timed: readonly [StopReason, number][] = [
    ['locked', locked(counted)],
    ['not_allowed', notAllowed(counted)],
    ['site_trouble', siteTrouble(counted)],
  ];
  for (const [why, until] of timed) if (until > now) return { why, until };
  const why = unclear(counted, own, ceilings.unclear);
  if (why !== null) return { why, until: null };
  const until = tooMany(counted, own, now, ceilings.daily);
  return until > now ? { why: 'too_many_logins', until } : null;
}
