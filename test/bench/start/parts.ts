import type { TimelineEvent } from '../../../contract/invocation/invocation.js';

/** Parts of a start, in the order in which they come, and what marks the end of each. */
export const PARTS = [
  ['set-up looks whether all is there', 'set up'],
  ['Temporal, the worker, the HTTP side, the site', 'ready'],
  ['credential and agent are made', 'started'],
  ['the login page is opened', 'opened'],
  ['values are filled and judged', 'saving'],
  ['the session is saved and proven', 'saved'],
  ['the login is closed', 'ended'],
] as const;
export type Mark = (typeof PARTS)[number][1];

/** Waiting for the next one-time code is the site's clock, not ours: it is left out of its part and shown by itself. */
export const WAITING = 'waiting for a one-time code';

/** Times in ms since the epoch, as they came. */
export type Marks = ReadonlyMap<Mark, number>;

export interface Timed {
  /** Milliseconds by part. */
  readonly parts: Readonly<Record<string, number>>;
  readonly waited: number;
}

/** How long a login waited for codes: from each wait to what came after it. */
export function codeWaits(timeline: readonly TimelineEvent[]): number {
  return timeline.reduce((sum, { event, at }, index) => {
    const next = timeline[index + 1];
    return event === 'code_waiting' && next ? sum + Date.parse(next.at) - Date.parse(at) : sum;
  }, 0);
}

/** @param begin when the command was given */
export function timed(begin: number, marks: Marks, waited: number): Timed {
  const parts: Record<string, number> = {};
  let from = begin;
  for (const [name, mark] of PARTS) {
    const until = marks.get(mark);
    if (until === undefined) throw new Error(`The demo never said: ${mark}.`);
    parts[name] = until - from - (mark === 'saving' ? waited : 0);
    from = until;
  }
  return { parts, waited };
}
