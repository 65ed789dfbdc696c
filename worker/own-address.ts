import { isLoopback } from '../contract/address/host.js';
import type { ErrorCode } from '../contract/errors/errors.js';

/** The headers that say for whom a request was meant, and whose page made it. */
interface Addressed {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/** Where a server is. */
export interface OwnAddress {
  /** What it is bound to. */
  readonly host: string;
  /** Where people and clients reach it, without a trailing slash; null: as it listens. */
  readonly publicUrl: string | null;
}

const hostOf = (host: string): URL | null => (URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null);

/**
 * Loopback is no boundary for a browser on the same machine: a page of any site can send requests there, and one whose name was made to
 * resolve to this machine (DNS rebinding) can read the answers. Such a page shows in `Origin`, and such a name in `Host`
 * (RFC 9110 section 7.2, RFC 6454 section 7).
 *
 * @returns the code with which a request is refused; null for one that is meant for this server
 */
export function refusalOf(
  { host = '', origin }: Addressed,
  { host: boundTo, publicUrl }: OwnAddress,
): ErrorCode | null {
  const meant = hostOf(host);
  const known = publicUrl === null ? null : new URL(publicUrl);
  const isOwn = meant !== null && (isLoopback(meant.hostname) || meant.host === known?.host);
  // A server that others reach too is known by names that it can't list; its callers show keys, and no page can hold one.
  if (meant === null || (!isOwn && isLoopback(boundTo))) return 'host_not_allowed';
  if (origin === undefined) return null;
  // The origin of what has none is `null`.
  if (!URL.canParse(origin)) return 'origin_not_allowed';
  const from = new URL(origin);
  // Programs with pages of their own have such names as well: `tauri://localhost`.
  const isPage = /^https?:$/.test(from.protocol) && from.host === meant.host;
  return isPage || from.origin === known?.origin ? null : 'origin_not_allowed';
}
