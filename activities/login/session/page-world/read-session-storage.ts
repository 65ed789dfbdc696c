/** Runs in the page by itself, without the agent. The origin, and what its tab keeps there; null where that is nothing. */
export function readSessionStorage(): [string, Record<string, string>] | null {
  try {
    return sessionStorage.length === 0 ? null : [location.origin, { ...sessionStorage }];
  } catch {
    return null;
  }
}
