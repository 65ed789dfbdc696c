/** One value that is fetched when it is asked for and not there, stale, or forgotten. */
export interface Remembered<T> {
  get(): Promise<T>;
  forget(): void;
}

/**
 * Fetches once for all callers, also concurrent ones. A fetch that fails is not remembered.
 * @param isFresh whether a value that was fetched earlier can still be used
 */
export function remember<T>(fetch: () => Promise<T>, isFresh: (value: T) => boolean): Remembered<T> {
  let pending: Promise<T> | undefined;
  const refetch = (): Promise<T> => {
    const fetching = fetch();
    pending = fetching;
    fetching.catch(() => {
      if (pending === fetching) pending = undefined;
    });
    return fetching;
  };
  return {
    async get() {
      if (!pending) return refetch();
      const seen = pending;
      const value = await seen;
      if (isFresh(value)) return value;
      // Whoever saw the stale value first fetches; the others wait for that fetch.
      return pending === seen || !pending ? refetch() : pending;
    },
    forget() {
      pending = undefined;
    },
  };
}
