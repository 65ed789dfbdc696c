/**
 * Fetches at most once in that time, for all who ask.
 * @param ms from the start of a fetch
 */
export function cached<T>(ms: number, fetch: () => Promise<T>): () => Promise<T> {
  let last: { readonly value: Promise<T>; readonly at: number } | null = null;
  return () => {
    const now = performance.now();
    if (last === null || now - last.at >= ms) last = { value: fetch(), at: now };
    return last.value;
  };
}
