/** A map that forgets what was not asked for the longest when it is full, so that no caller can fill the memory. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();

  constructor(
    readonly most: number,
    readonly onForget: (value: Value) => void = () => {},
  ) {}

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.most) return;
    const [oldest, forgotten] = this.#entries.entries().next().value!;
    this.#entries.delete(oldest);
    this.onForget(forgotten);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  entries(): IterableIterator<[string, Value]> {
    return this.#entries.entries();
  }
}
