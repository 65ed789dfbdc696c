import { siteOf } from '../../contract/address/site.js';

/** A host in the parts that a person should look at: `site` is who it belongs to, `before` and `after` are around it. */
export interface SiteName {
  readonly before: string;
  readonly site: string;
  readonly after: string;
}

/**
 * Splits a host at its registrable domain (public suffix list), which is what a lookalike can't have:
 * in `example.com.evil.net` that is `evil.net`. International names stay in ASCII (RFC 3492), since letters of other scripts look alike.
 * @param domain host, with a port on loopback
 */
export function splitSite(domain: string): SiteName {
  const { hostname } = new URL(`https://${domain}`);
  const site = siteOf(hostname);
  return {
    before: hostname.slice(0, hostname.length - site.length),
    site,
    after: domain.slice(hostname.length),
  };
}
