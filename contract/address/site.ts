/**
 * The one rule of "same site": hosts of one registrable domain by the public suffix list, private suffixes included, so that two customers
 * of one hosting service are different sites.
 */
import { getDomain, parse } from 'tldts';
import { hostnameOf, isLoopback } from './host.js';

/** The part of a host that somebody registered; null for an IP address, a public suffix, and a name without a dot. */
export const registrableDomain = (hostname: string): string | null =>
  getDomain(hostname, { allowPrivateDomains: true });

/** Whether a host ends in a public suffix: it can be a host on the internet, and is no private name. */
export function hasPublicSuffix(hostname: string): boolean {
  const { isIcann, isPrivate } = parse(hostname, { allowPrivateDomains: true });
  return Boolean(isIcann || isPrivate);
}

/** Whether a host is another one or below it. */
export const isAtOrBelow = (host: string, parent: string): boolean => host === parent || host.endsWith(`.${parent}`);

/** The site that a host or a cookie's domain is stored under: its registrable domain, or itself. */
export function siteOf(host: string): string {
  const bare = host.replace(/^\./, '');
  return isLoopback(bare) ? bare : (registrableDomain(bare) ?? bare);
}

/** The site of an address: its registrable domain; host and port on loopback; nothing where a document has no address of its own. */
export function siteAt(address: string): string {
  if (!URL.canParse(address)) return '';
  const { host, hostname } = new URL(address);
  return isLoopback(hostname) ? host : siteOf(hostname);
}

/** Whether a loopback domain covers another one: the same host, and the same port where the first names one. */
const sameLoopback = (domain: string, other: string): boolean => domain === other || domain === hostnameOf(other);

/** The registrable domain, or the host itself for a private name; null for a public suffix, which belongs to no one site. */
const ownerOf = (hostname: string): string | null =>
  registrableDomain(hostname) ?? (hasPublicSuffix(hostname) ? null : hostname);

/** Whether `other` belongs to the site of `domain`. Both as `parseDomain` writes them. */
export function sameSite(domain: string, other: string): boolean {
  if (isLoopback(hostnameOf(domain)) || isLoopback(hostnameOf(other))) return sameLoopback(domain, other);
  const site = ownerOf(domain);
  return site !== null && site === ownerOf(other);
}

/** Whether an address is on the site of a domain, or on that very host; on loopback a domain without a port stands for all of its ports. */
export function isOnSite({ host, hostname }: URL, domain: string): boolean {
  if (isLoopback(hostname)) return sameLoopback(domain, host);
  return hostname === domain || sameSite(domain, hostname);
}

/** Whether two documents are of one site, "schemefully" (HTML Standard, section 7.1.1): the ports make no difference. */
export function areSameSite(one: URL, other: URL): boolean {
  if (one.protocol !== other.protocol) return false;
  const site = registrableDomain(one.hostname);
  return one.hostname === other.hostname || (site !== null && site === registrableDomain(other.hostname));
}
