/** Runs in each document of a context before its own scripts. */
export function restoreSessionStorage(saved: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  try {
    const own = saved[location.origin];
    if (own === undefined || sessionStorage.length > 0) return;
    for (const [key, value] of Object.entries(own)) sessionStorage.setItem(key, value);
  } catch {
    // A sandboxed or opaque origin has no sessionStorage.
  }
}
