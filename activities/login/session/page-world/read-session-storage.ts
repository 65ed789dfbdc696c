/** Runs in the page by itself, without the agent. The origin, and what its tab keeps there, be it nothing; null where it can keep nothing. */
export function readSessionStorage(): [string, Record<string, string>] | null {
  try {
    return location.origin === 'null' ? null : [location.origin, { ...sessionStorage }];
  } catch {
    return null;
  }
}
