/** What is known of how long the sessions of one agent live: one pure reducer. No account, no value, nothing that the site wrote. */

/** Ms since the epoch. */
type Moment = number;
/** Ms. */
type Span = number;

/** The session that there is now. */
interface Life {
  /** When a login made it. */
  readonly born: Moment;
  /** When it was last seen to work. */
  readonly alive: Moment;
  /** When it was last used, as far as is known. */
  readonly used: Moment;
  /** The longest time without use that it has outlived. */
  readonly rested: Span;
  /** Handed out since it was last seen: whoever has it may have used it since. */
  readonly lent: boolean;
  /** When it was found to be over, or said to be. */
  readonly over: Moment | null;
  /** Whether somebody saw that, or only said so. */
  readonly seen_over: boolean;
  /** Whether its end has a cause of its own, which says nothing of how long sessions live. */
  readonly excused: boolean;
}

/** A session that is gone. */
export interface Past {
  /** Its age when it was last seen to work. */
  readonly lived: Span;
  /** Its age when it was found to be over; null: it was not, or that has a cause of its own. */
  readonly died: Span | null;
  readonly rested: Span;
  /** How long nobody had used it when it was found to be over. */
  readonly unused: Span | null;
  /** We made a new one in time: it might have lived on. */
  readonly renewed: boolean;
}

export interface History {
  readonly now: Life | null;
  /** The oldest first. */
  readonly past: readonly Past[];
}

export type LifeEvent =
  /** A login has made a session. `excused`: what was there may have ended for a cause of its own; `renewed`: it was still good, and its time would have come. */
  | { readonly kind: 'began'; readonly at: Moment; readonly excused: boolean; readonly renewed: boolean }
  /** It works. A look or a visit is a use. */
  | { readonly kind: 'seen'; readonly at: Moment }
  /** Somebody has been given it, or has given it back. */
  | { readonly kind: 'lent'; readonly at: Moment }
  | { readonly kind: 'over'; readonly at: Moment; readonly excused: boolean; readonly seen: boolean }
  /** It is not this session's own end: it was taken away, or another one took its place. */
  | { readonly kind: 'ended' };

export const NO_HISTORY: History = { now: null, past: [] };

/** So many sessions are remembered. */
export const REMEMBERED = 24;

export function next(history: History, event: LifeEvent): History {
  const { now } = history;
  switch (event.kind) {
    case 'began':
      return { ...bury(history, event), now: newborn(event.at) };
    case 'seen':
      return now === null ? history : { ...history, now: seen(now, event.at) };
    case 'lent':
      return now === null ? history : { ...history, now: { ...now, used: Math.max(now.used, event.at), lent: true } };
    case 'over': {
      if (now === null) return history;
      // Seen again, it ended the first time; what was only said is now known.
      const { over, excused } =
        now.over === null ? { over: Math.max(event.at, now.alive), excused: event.excused } : now;
      return { ...history, now: { ...now, over, excused, seen_over: now.seen_over || event.seen } };
    }
    case 'ended':
      // One that is over already goes by what it ended of.
      return now === null || now.over !== null ? history : bury(history, null);
  }
}

const newborn = (at: Moment): Life => ({
  born: at,
  alive: at,
  used: at,
  rested: 0,
  lent: false,
  over: null,
  seen_over: false,
  excused: false,
});

function seen(life: Life, given: Moment): Life {
  const at = Math.max(given, life.alive, life.used);
  const rested = life.lent ? life.rested : Math.max(life.rested, at - life.used);
  // Whoever said that it was over was wrong.
  return { ...life, alive: at, used: at, rested, lent: false, over: null, seen_over: false, excused: false };
}

/** @param by what has taken its place; null: nothing, and it did not end by itself */
function bury({ now, past }: History, by: Extract<LifeEvent, { kind: 'began' }> | null): History {
  if (now === null) return { now, past };
  const renewed = by?.renewed === true && now.over === null;
  const excused = by === null || renewed || now.excused || (now.over === null && by.excused);
  const over = excused || by === null ? null : Math.max(now.over ?? by.at, now.alive + 1, now.used + 1);
  const gone: Past = {
    lived: now.alive - now.born,
    died: over === null ? null : over - now.born,
    rested: now.rested,
    unused: over === null ? null : over - now.used,
    renewed,
  };
  return { now: null, past: [...past, gone].slice(-REMEMBERED) };
}
