import type { Vault } from '../../../activities/vault/index.js';

/** How long calls took, in ms, by name. */
export class Times {
  readonly #times = new Map<string, number[]>();

  async measure<T>(name: string, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      const took = performance.now() - begun;
      this.#times.set(name, [...(this.#times.get(name) ?? []), took]);
    }
  }

  names(): readonly string[] {
    return [...this.#times.keys()];
  }

  median(name: string): number {
    const sorted = (this.#times.get(name) ?? []).toSorted((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  }
}

/** Calls from outside are told apart by their operation. */
const nameOf = (method: string, [first]: readonly unknown[]): string =>
  method === 'callVault' ? (first as Parameters<Vault['callVault']>[0]).request!.op : method;

/** The same vault, with every call of it timed. */
export const timed = (vault: Vault, times: Times): Vault =>
  new Proxy(vault, {
    get(target, method: keyof Vault & string) {
      const call = target[method] as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) => times.measure(nameOf(method, args), () => call(...args));
    },
  });
