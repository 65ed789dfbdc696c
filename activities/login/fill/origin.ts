import { isLoopback } from '../../../contract/host.js';
import { providerHosts } from '../../../contract/identity-providers.js';
import type { FlowErrorCode } from '../../../contract/index.js';
import { isOnSite } from '../../../contract/site.js';
import type { Grant } from '../../vault/types.js';

/** Why nothing may be typed at an address. */
export type OriginRefusal = Extract<FlowErrorCode, 'domain_not_allowed' | 'insecure_page'>;

/**
 * Decides where a login may type, by the vault's grant only and never by what a workflow says.
 * @returns null where it may
 */
export type OriginRule = (address: string) => OriginRefusal | null;

/** Decides where a value that was typed may be sent, by scripts of the site too. */
export type SendRule = (address: string) => boolean;

/** Where a login may type, and the hosts that its grant names for what the site's own scripts send. */
export function sendRule({ send_to }: Grant, mayTypeAt: OriginRule): SendRule {
  return (address) => {
    if (mayTypeAt(address) === null) return true;
    if (!URL.canParse(address)) return false;
    const { protocol, host, hostname } = new URL(address);
    return send_to.includes(host) && (protocol === 'https:' || isLoopback(hostname));
  };
}

/** @param grant the credential's domain takes precedence over the agent's: a stored value is typed on its own site only */
export function originRule(grant: Grant): OriginRule {
  const { credential } = grant;
  const sites = [credential?.domain ?? grant.domain, ...grant.allowed_domains];
  const hosts = providerHosts(credential?.sso_provider);
  return (address) => {
    if (!URL.canParse(address)) return 'domain_not_allowed';
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'domain_not_allowed';
    if (!hosts.includes(url.host) && !sites.some((site) => isOnSite(url, site))) return 'domain_not_allowed';
    return url.protocol === 'https:' || isLoopback(url.hostname) ? null : 'insecure_page';
  };
}
