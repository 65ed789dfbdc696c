import { getDomain } from 'tldts';
import { type FlowErrorCode, isLoopback } from '../../../contract/index.js';
import type { Grant } from '../../vault/types.js';

/** Where values may be typed: a registrable domain and its hosts, or one loopback host. */
type Site = { readonly registrable: string } | { readonly loopback: string };

function siteOf(domain: string): Site {
  const { hostname, host } = new URL(`https://${domain}/`);
  if (isLoopback(hostname)) return { loopback: host };
  return { registrable: getDomain(hostname, { allowPrivateDomains: true }) ?? hostname };
}

function belongsTo(url: URL, site: Site): boolean {
  // A loopback domain without a port stands for all ports of that host.
  if ('loopback' in site) return url.host === site.loopback || url.hostname === site.loopback;
  return (
    getDomain(url.hostname, { allowPrivateDomains: true }) === site.registrable || url.hostname === site.registrable
  );
}

/** Why nothing may be typed at an address. */
export type OriginRefusal = Extract<FlowErrorCode, 'domain_not_allowed' | 'insecure_page'>;

/**
 * Decides where a login may type: only the vault's grant counts, never what a workflow says.
 * @returns null where it may
 */
export type OriginRule = (address: string) => OriginRefusal | null;

/** @param grant the credential's own domain comes before the agent's: a stored value stays with its site */
export function originRule(grant: Grant): OriginRule {
  const sites = [grant.credential?.domain ?? grant.domain, ...grant.allowed_domains].map(siteOf);
  return (address) => {
    if (!URL.canParse(address)) return 'domain_not_allowed';
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'domain_not_allowed';
    if (!sites.some((site) => belongsTo(url, site))) return 'domain_not_allowed';
    return url.protocol === 'https:' || isLoopback(url.hostname) ? null : 'insecure_page';
  };
}
