/**
 * Counts the places for pages of one worker. A place is taken by a reservation, and then by the page that was opened under it; so
 * Temporal hands this worker no more logins than it can hold pages, and more of them wait in the queue.
 */
export class Places {
  readonly #limit: number;
  #taken = 0;
  readonly #waiting: Array<() => void> = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get free(): number {
    return Math.max(0, this.#limit - this.#taken);
  }

  /** Takes a place if one is free. */
  tryReserve(): boolean {
    if (this.free === 0) return false;
    this.#taken += 1;
    return true;
  }

  /** Takes a place as soon as one is free, first come first served. Rejects with the signal's reason when it aborts. */
  reserve(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#waiting.length === 0 && this.tryReserve()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        const position = this.#waiting.indexOf(admit);
        if (position >= 0) this.#waiting.splice(position, 1);
        reject(signal.reason);
      };
      this.#waiting.push(admit);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** A page keeps its place whether or not one is free: it is open already. */
  occupy(): void {
    this.#taken += 1;
  }

  release(): void {
    this.#taken -= 1;
    while (this.#waiting.length > 0 && this.tryReserve()) this.#waiting.shift()?.();
  }
}
