import type { MiddlewareHandler } from 'hono';
import { AgentAuthError, type ErrorCode } from '../../contract/errors.js';
import { isLoopback } from '../../contract/host.js';
import type { ServerConfig } from '../config.js';

/** The headers that say for whom a request was meant, and whose page made it. */
interface Addressed {
  readonly host: string | undefined;
  readonly origin: string | undefined;
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
  { host: boundTo, publicUrl }: Pick<ServerConfig, 'host' | 'publicUrl'>,
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
  return from.host === meant.host || from.origin === known?.origin ? null : 'origin_not_allowed';
}

/** Refuses what is not meant for this server, before anything else looks at it. */
export const ownAddress =
  (config: ServerConfig): MiddlewareHandler =>
  async (context, next) => {
    const { host, origin } = context.req.header();
    const refusal = refusalOf({ host, origin }, config);
    if (refusal !== null) throw new AgentAuthError(refusal);
    await next();
  };
