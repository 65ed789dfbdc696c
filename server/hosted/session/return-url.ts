/**
 * Where a person may be sent back to. The link names the address, the operator the origins that are allowed:
 * an open redirect under a trusted name is what phishing needs.
 */
export interface ReturnUrls {
  readonly success: URL | null;
  readonly error: URL | null;
}

const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/**
 * @param wanted from the link
 * @param allowed addresses of which the origin counts (RFC 6454): scheme, host and port
 * @returns null for whatever is not allowed
 */
export function returnUrl(wanted: string | null, allowed: readonly string[]): URL | null {
  const url = wanted === null ? null : parse(wanted);
  if (url === null || !isWeb(url) || url.username !== '' || url.password !== '') return null;
  const origins = allowed.map(parse).flatMap((entry) => (entry !== null && isWeb(entry) ? [entry.origin] : []));
  return origins.includes(url.origin) ? url : null;
}

/** Adds what the caller learns about the end; what the address says already stays. */
export function withOutcome(url: URL, outcome: Readonly<Record<string, string>>): string {
  const full = new URL(url);
  for (const [name, value] of Object.entries(outcome)) full.searchParams.set(name, value);
  return full.href;
}
