import { getDomain } from 'tldts';
import { isLoopback } from '../../../contract/index.js';

const hostname = (domain: string): string => new URL(`https://${domain}/`).hostname;

/** Whether one loopback address stands for the other: the same host, and the same port where the first names one. */
const sameLoopback = (domain: string, other: string): boolean =>
  domain === other || (domain === hostname(domain) && domain === hostname(other));

/**
 * Whether `other` belongs to the site of `domain`: same registrable domain by the public suffix list, private suffixes included (so
 * that two customers of one hosting service are strangers). Both as `parseDomain` writes them.
 */
export function sameSite(domain: string, other: string): boolean {
  if (isLoopback(hostname(domain)) || isLoopback(hostname(other))) return sameLoopback(domain, other);
  const site = getDomain(domain, { allowPrivateDomains: true });
  return site !== null && site === getDomain(other, { allowPrivateDomains: true });
}

/** What a cookie domain or host is filed under: its registrable domain, or itself. */
export const siteOf = (host: string): string => {
  const bare = host.replace(/^\./, '');
  return isLoopback(bare) ? bare : (getDomain(bare, { allowPrivateDomains: true }) ?? bare);
};
