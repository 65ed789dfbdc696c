/**
 * Counts the slots for pages of one worker. A slot is taken by a reservation, and then by the page that was opened under it, so that
 * Temporal hands this worker no more logins than it can hold pages; the others wait in the queue.
 *
 * A page that waits for a person offers its slot: one more reservation is granted for it, and the page keeps the slot until a login
 * actually arrives. `Pages` closes that page before it opens another one.
 */
export class PageSlots {
  readonly #limit: number;
  #taken = 0;
  #offered = 0;
  readonly #waiting: Array<() => void> = [];

  /** @param limit how many pages may be open at the same time */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many reservations would be granted now. */
  get free(): number {
    return Math.max(0, this.#limit - this.#taken + this.#offered);
  }

  /** Whether all slots are taken, those on offer included. */
  get full(): boolean {
    return this.#taken >= this.#limit;
  }

  /** Takes a slot if one is free. */
  tryReserve(): boolean {
    if (this.free === 0) return false;
    this.#taken += 1;
    return true;
  }

  /** Takes a slot as soon as one is free, first come first served. Rejects with the signal's reason when it aborts. */
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

  /** A page keeps its slot whether or not one is free: it is open already. */
  occupy(): void {
    this.#taken += 1;
  }

  release(): void {
    this.#taken -= 1;
    this.#admit();
  }

  /** Offers the slot of a page that could be closed for another login. */
  offer(): void {
    this.#offered += 1;
    this.#admit();
  }

  /** Withdraws the offer: the page is used again, or gone. A reservation that was granted for it stays. */
  withdraw(): void {
    this.#offered -= 1;
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.tryReserve()) this.#waiting.shift()?.();
  }
}
