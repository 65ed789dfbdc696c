import { getDomain, parse } from 'tldts';
import { hostnameOf, isLoopback } from '../../../contract/index.js';

/** Whether one loopback address stands for the other: the same host, and the same port where the first names one. */
const sameLoopback = (domain: string, other: string): boolean => domain === other || domain === hostnameOf(other);

/**
 * Whether `other` belongs to the site of `domain`: same registrable domain by the public suffix list, private suffixes included (so
 * that two customers of one hosting service are strangers). Both as `parseDomain` writes them.
 */
export function sameSite(domain: string, other: string): boolean {
  if (isLoopback(hostnameOf(domain)) || isLoopback(hostnameOf(other))) return sameLoopback(domain, other);
  const site = registrable(domain);
  return site !== null && site === registrable(other);
}

/** An IP address, or a name of a private network that has no dot, is a site by itself; a public suffix is nobody's. */
function registrable(host: string): string | null {
  const { domain, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true });
  return domain ?? (isIcann || isPrivate ? null : host);
}

/** What a cookie domain or host is filed under: its registrable domain, or itself. */
export const siteOf = (host: string): string => {
  const bare = host.replace(/^\./, '');
  return isLoopback(bare) ? bare : (getDomain(bare, { allowPrivateDomains: true }) ?? bare);
};
