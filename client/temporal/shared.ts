/** Reads that many ask for at once: who asks while one is under way shares the next one, which begins after all of them have asked. */
export class SharedReads {
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #next = new Map<string, Promise<unknown>>();

  /** @param key names all that the answer depends on: who asks with the same key reads the same */
  read<T>(key: string, read: () => Promise<T>): Promise<T> {
    const next = this.#next.get(key);
    if (next) return next as Promise<T>;
    const running = this.#running.get(key);
    if (!running) return this.#begin(key, read);
    const after = running
      .catch(() => undefined)
      .then(() => {
        this.#next.delete(key);
        return this.#begin(key, read);
      });
    this.#next.set(key, after);
    return after;
  }

  #begin<T>(key: string, read: () => Promise<T>): Promise<T> {
    const reading = read().finally(() => {
      if (this.#running.get(key) === reading) this.#running.delete(key);
    });
    this.#running.set(key, reading);
    return reading;
  }
}

/** The shared reads of each owner: what belongs to one access key is never read for another. */
const READS = new WeakMap<object, SharedReads>();

export function readsOf(owner: object): SharedReads {
  const reads = READS.get(owner) ?? new SharedReads();
  READS.set(owner, reads);
  return reads;
}
