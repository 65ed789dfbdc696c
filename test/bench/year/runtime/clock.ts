/** Time that goes on when it is told to. All that the bench bundles reads it in place of the machine's clock. */
interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

let now = Date.parse('2026-01-01T00:00:00Z');
const timers = new Set<Timer>();

export const time = (): number => now;

/** @returns takes the timer back */
export function at(when: number, ring: () => void): () => void {
  const timer = { at: when, ring };
  timers.add(timer);
  return () => void timers.delete(timer);
}

/** Lets the next timer ring that is due until then. @returns false where there is none: it is `until` */
export function goOn(until: number): boolean {
  let next: Timer | null = null;
  for (const timer of timers) if (timer.at <= until && (next === null || timer.at < next.at)) next = timer;
  if (next === null) {
    now = Math.max(now, until);
    return false;
  }
  timers.delete(next);
  now = Math.max(now, next.at);
  next.ring();
  return true;
}
