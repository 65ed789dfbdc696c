/** Two that started from one state of a site and write one after the other: what either has changed must live. */
import { isDeepStrictEqual } from 'node:util';
import { type Entries, type Entry, entriesOf, sessionOfEntries } from './entries.js';
import type { Session } from './session.js';

/** Whose word counts where both have changed the same: the one whose session was proven later. */
type Proven = 'ours' | 'theirs';

interface Merge {
  /** What ours started from. */
  readonly base: Session;
  /** What is there now. */
  readonly theirs: Session;
  readonly ours: Session;
  readonly proven: Proven;
  /** Ms since the epoch. */
  readonly now: number;
}

/** `slight`: only how long a cookie lives, or how it is sent. Browsers change that by themselves, and cut what lies too far ahead. */
type Change = 'none' | 'slight' | 'full';

function changeOf(before: Entry | undefined, after: Entry | undefined): Change {
  if (isDeepStrictEqual(before, after)) return 'none';
  const isSameCookie =
    before?.kind === 'cookie' && after?.kind === 'cookie' && before.value.value === after.value.value;
  return isSameCookie ? 'slight' : 'full';
}

/** A browser drops a cookie whose time is over, whatever has become of it elsewhere: that it is missing is no deletion. */
const ranOut = (before: Entry | undefined, now: number): boolean =>
  before?.kind === 'cookie' && before.value.expires > 0 && before.value.expires * 1000 <= now;

function winnerOf(
  { proven, now }: Merge,
  base: Entry | undefined,
  theirs: Entry | undefined,
  ours: Entry | undefined,
): Entry | undefined {
  if (ours === undefined && ranOut(base, now)) return ranOut(theirs, now) ? undefined : theirs;
  const [here, there] = [changeOf(base, ours), changeOf(base, theirs)];
  if (here === 'none') return theirs;
  if (there === 'none') return ours;
  if (here !== there) return here === 'full' ? ours : theirs;
  return proven === 'ours' ? ours : theirs;
}

/** Of session storage only what was open at the end is seen: an origin that ours does not name was not looked at. */
const wasSeen = ({ ours }: Merge, entry: Entry | undefined): boolean =>
  entry?.kind !== 'session' || Object.hasOwn(ours.session_storage ?? {}, entry.origin);

/** Three-way merge, each cookie, each item of storage and each database for itself. None of the three is changed. */
export function mergeSessions(merge: Merge): Session {
  const [base, theirs, ours]: Entries[] = [entriesOf(merge.base), entriesOf(merge.theirs), entriesOf(merge.ours)];
  const merged: Entry[] = [];
  for (const key of new Set([...theirs!.keys(), ...ours!.keys()])) {
    const there = theirs!.get(key);
    const winner = wasSeen(merge, there) ? winnerOf(merge, base!.get(key), there, ours!.get(key)) : there;
    if (winner !== undefined) merged.push(winner);
  }
  return sessionOfEntries(merged);
}

/** Whether two sessions hold the same, in any order. */
export const isSame = (one: Session, other: Session): boolean =>
  isDeepStrictEqual(new Map(entriesOf(one)), new Map(entriesOf(other)));
