import { withoutWww } from '../../../contract/address/domain.js';
import { isLoopback } from '../../../contract/address/host.js';
import { isOnSite, sameSite, siteAt } from '../../../contract/address/site.js';
import { providerHosts } from '../../../contract/credentials/identity-providers.js';
import { providerOfSite } from '../../../contract/credentials/provider-of-site.js';
import type { FlowErrorCode } from '../../../contract/index.js';
import type { Grant } from '../../vault/types.js';

/** Why nothing may be typed at an address. */
export type OriginRefusal = Extract<FlowErrorCode, 'domain_not_allowed' | 'insecure_page'>;

/**
 * Decides where a login may type anything at all, by the vault's grant only and never by what a workflow says. Identifiers may be typed
 * wherever that is; secrets have rules of their own.
 * @returns null where it may
 */
export type OriginRule = (address: string) => OriginRefusal | null;

/** Decides whether a value may be typed at an address, or sent there. */
export type SiteRule = (address: string) => boolean;

/** @param grant the credential's domain takes precedence over the agent's, but for one of an identity provider, whose users come from the site */
export function originRule(grant: Grant): OriginRule {
  const sites = sitesOf(grant);
  const hosts = providerHosts(grant.credential?.sso_provider);
  return (address) => {
    if (!URL.canParse(address)) return 'domain_not_allowed';
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'domain_not_allowed';
    if (!hosts.includes(url.host) && !sites.some((site) => isOnSite(url, site))) return 'domain_not_allowed';
    return url.protocol === 'https:' || isLoopback(url.hostname) ? null : 'insecure_page';
  };
}

function sitesOf({ credential, domain, allowed_domains }: Grant): readonly string[] {
  const own = credential === null || credential.sso_provider !== null ? [domain] : [];
  return [...own, ...(credential === null ? [] : [credential.domain]), ...allowed_domains];
}

/** Whether an address is of a site that the agent and its credential name; what an identity provider frames in other sites' pages is not. */
export const isNamedSite = (grant: Grant, address: string): boolean =>
  URL.canParse(address) && sitesOf(grant).some((site) => isOnSite(new URL(address), site));

/** Whether an address is of the agent's own site. */
export const isOwnSite = ({ domain }: Grant, address: string): boolean =>
  URL.canParse(address) && isOnSite(new URL(address), domain);

/**
 * Whether an address is where the identity provider of the grant's credential asks: its built-in hosts, or where it has none, the
 * `allowed_domains` that are not of the agent's own site; of those only the one that the provider is called by, where it is.
 */
export function isAtProvider(grant: Grant, address: string): boolean {
  const provider = grant.credential?.sso_provider ?? null;
  if (provider === null || !URL.canParse(address)) return false;
  const url = new URL(address);
  const hosts = providerHosts(provider);
  if (hosts.length > 0) return hosts.includes(url.host);
  const others = grant.allowed_domains.filter((site) => !sameSite(grant.domain, site));
  const called = others.filter((site) => providerOfSite(siteAt(`https://${site}/`)) === provider);
  const isAmbiguous = new Set(called.map((site) => siteAt(`https://${site}/`))).size > 1;
  if (isAmbiguous || isOwnSite(grant, address)) return false;
  return (called.length > 0 ? called : others).some((site) => isOnSite(url, site));
}

/** Whether an address is where the item of a provider is for, as far as an item gave any value. The agent's `allowed_domains` do not widen that. */
export function isAtItem({ item }: Grant, address: string): boolean {
  if (item === undefined || !URL.canParse(address)) return true;
  const url = new URL(address);
  return item.exact ? withoutWww(url.host) === withoutWww(item.domain) : isOnSite(url, item.domain);
}

/** Whether two addresses are of one site; the built-in hosts of the credential's provider count as one. */
export function isSamePlace({ credential }: Grant, site: string, address: string): boolean {
  const hosts = providerHosts(credential?.sso_provider);
  const isProviders = URL.canParse(address) && hosts.includes(new URL(address).host);
  return siteAt(address) === site || (isProviders && hosts.some((host) => siteAt(`https://${host}/`) === site));
}

/** Whether the grant names the very host of an address for what the site's own scripts send. */
export function isSendTo({ send_to }: Grant, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, hostname } = new URL(address);
  return send_to.includes(host) && (protocol === 'https:' || isLoopback(hostname));
}
