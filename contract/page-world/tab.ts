/**
 * Runs in each document of a tab before its own scripts, and gives it the sessionStorage of its origin, once: where the tab comes to the origin
 * for the first time. What the site has made of it since stays, also when that is nothing. Made into text: it names nothing that is outside of it.
 */
export function restoreTab(saved: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  try {
    const own = saved[location.origin];
    if (own === undefined || sessionStorage.length > 0) return;
    const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const { navigation } = window as { readonly navigation?: { entries(): readonly unknown[] } };
    const isReturn = arrival !== undefined && /reload|back/.test(arrival.type);
    const isFromHere = URL.canParse(document.referrer) && new URL(document.referrer).origin === location.origin;
    if (isReturn || isFromHere || (navigation?.entries().length ?? 0) > 1) return;
    for (const [key, value] of Object.entries(own)) sessionStorage.setItem(key, value);
  } catch {
    // A sandboxed or opaque origin has no sessionStorage.
  }
}
