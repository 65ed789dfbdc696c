import { getDomain } from 'tldts';
import { type FlowErrorCode, isLoopback } from '../../../contract/index.js';
import type { Grant } from '../../vault/types.js';
import providers from './identity-providers.json' with { type: 'json' };

/** Where values may be typed: a registrable domain and its hosts, one host alone, or one loopback host. */
type Site = { readonly registrable: string } | { readonly host: string } | { readonly loopback: string };

/**
 * Hosts where a well-known identity provider asks for its own values; their other hosts may show what anybody wrote. Providers
 * that give each customer a host of their own are not among them: these hosts go into `allowed_domains`.
 */
const PROVIDERS: Readonly<Record<string, readonly string[] | undefined>> = providers;

const hostsOf = (provider: string | null | undefined): Site[] =>
  (PROVIDERS[provider?.toLowerCase() ?? ''] ?? []).map((host) => ({ host }));

function siteOf(domain: string): Site {
  const { hostname, host } = new URL(`https://${domain}/`);
  if (isLoopback(hostname)) return { loopback: host };
  return { registrable: getDomain(hostname, { allowPrivateDomains: true }) ?? hostname };
}

function belongsTo(url: URL, site: Site): boolean {
  // A loopback domain without a port stands for all ports of that host.
  if ('host' in site) return url.host === site.host;
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
  const { credential } = grant;
  const sites = [
    ...[credential?.domain ?? grant.domain, ...grant.allowed_domains].map(siteOf),
    ...hostsOf(credential?.sso_provider),
  ];
  return (address) => {
    if (!URL.canParse(address)) return 'domain_not_allowed';
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'domain_not_allowed';
    if (!sites.some((site) => belongsTo(url, site))) return 'domain_not_allowed';
    return url.protocol === 'https:' || isLoopback(url.hostname) ? null : 'insecure_page';
  };
}
