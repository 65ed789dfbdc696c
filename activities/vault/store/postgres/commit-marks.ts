/** Marks are swept after an hour, by the clock of whichever worker (sweep.ts). Ms. */
const LAST_MS = 30 * 60_000;
/** More than a worker commits between two looks, of which there is one a minute. */
const MOST = 10_000;

interface Known {
  readonly mark: string;
  readonly at: number;
  readonly atWallClock: number;
}

/** The one clock stands still while a machine is suspended, the other one may be set back. */
const ageOf = ({ at, atWallClock }: Known): number => Math.max(performance.now() - at, Date.now() - atWallClock);

/** What a worker has committed since it looked last, by the marks that it left, and the last that was there then. */
export class CommitMarks {
  #known: Known[] = [];

  /** Every second one is dropped where there are too many: the oldest and the newest stay, and some of all times between. */
  note(mark: string): void {
    if (this.#known.length >= MOST) this.#known = this.#known.filter((_, n) => n % 2 === 0);
    this.#known.push({ mark, at: performance.now(), atWallClock: Date.now() });
  }

  /**
   * Whether all of them are still there. What is gone is told once.
   * @param findMissing answers which marks are not there. What is noted meanwhile is not asked for: a transaction does not see what is committed after its beginning
   */
  async areThere(findMissing: (marks: readonly string[]) => Promise<readonly string[]>): Promise<boolean> {
    const asked = this.#known.filter((known) => ageOf(known) < LAST_MS).map(({ mark }) => mark);
    const missing = new Set(asked.length === 0 ? [] : await findMissing(asked));
    const newest = asked.findLast((mark) => !missing.has(mark));
    const settled = new Set(asked.filter((mark) => mark !== newest));
    this.#known = this.#known.filter((known) => !settled.has(known.mark) && ageOf(known) < LAST_MS);
    return missing.size === 0;
  }
}
