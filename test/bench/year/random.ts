/** Random numbers that are the same for the same seed (mulberry32). All that the bench bundles draws from them. */
export class Dice {
  #state = 0;

  begin(seed: number): void {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  chance(part: number): boolean {
    return this.next() < part;
  }
}

export const dice = new Dice();
