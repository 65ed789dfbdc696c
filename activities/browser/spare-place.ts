/** The place for a page of work that can wait: one at a time, until a login wants it. */
export class SparePlace {
  #wanted: AbortController | null = null;

  get isTaken(): boolean {
    return this.#wanted !== null;
  }

  /** A login wants the place: the work ends soon after this. */
  giveWay(): void {
    this.#wanted?.abort();
  }

  /** @param work its signal aborts when a login wants the place */
  async use<T>(work: (wanted: AbortSignal) => Promise<T>): Promise<T> {
    const wanted = new AbortController();
    this.#wanted = wanted;
    try {
      return await work(wanted.signal);
    } finally {
      this.#wanted = null;
    }
  }
}
