/**
 * Makes several at once: all, or none. What was made while another failed is kept for the next time: a Temporal worker that never ran can't be ended, and no other
 * one of its queue can be made beside it.
 */
export function madeTogether<T extends object>(
  makes: {
    readonly [K in keyof T]: () => Promise<T[K]>;
  },
): () => Promise<T> {
  const kept = new Map<string, unknown>();
  return async () => {
    const made = await Promise.allSettled(
      Object.entries<() => Promise<unknown>>(makes).map(async ([name, make]) => {
        if (!kept.has(name)) kept.set(name, await make());
      }),
    );
    for (const one of made) if (one.status === 'rejected') throw one.reason;
    const all = Object.fromEntries(kept) as T;
    kept.clear();
    return all;
  };
}
