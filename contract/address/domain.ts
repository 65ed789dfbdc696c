/** The one parser of addresses: brings hosts, sites and web addresses into one normal form. */
import { AgentAuthError } from '../errors/errors.js';
import { hostnameOf, isLoopback } from './host.js';
import { registrableDomain } from './site.js';

/** A label of a host (RFC 1123 section 2.1), and the underscores that private networks use in spite of it. */
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const IPV6 = /^\[[0-9a-f:]+\]$/;
const MAX_HOST_LENGTH = 253;

/** Invisible or misleading characters (separators, controls, format characters); browsers silently drop most of them. */
const INVISIBLE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
/** Characters of an address that don't belong to its host, and the escapes that can hide them. */
const NO_HOST = /[/\\@?#%]/;
/** Scripts with letters that look like Latin ones. No registry allows both in one label (UTS 39 section 5.2). */
const LOOK_ALIKES = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;
const LATIN = /\p{Script=Latin}/u;

const isHostname = (hostname: string): boolean =>
  hostname.length <= MAX_HOST_LENGTH &&
  (IPV6.test(hostname) || hostname.split('.').every((label) => LABEL.test(label)));

/** Of the letters as they are looked up: circled and mathematical ones become Latin (UTS 46 section 4). */
const mixesScripts = (host: string): boolean =>
  host
    .normalize('NFKC')
    .split(/[.\u3002]/u)
    .some((label) => LATIN.test(label) && LOOK_ALIKES.test(label));

/** Parses an address and normalises its host; null for text that is no address or disguises one. */
function readAddress(scheme: string, authority: string, rest: string): URL | null {
  if (INVISIBLE.test(authority) || NO_HOST.test(authority) || /:0*$/.test(authority) || mixesScripts(authority))
    return null;
  if (!URL.canParse(`${scheme}://${authority}${rest}`)) return null;
  const url = new URL(`${scheme}://${authority}${rest}`);
  url.hostname = url.hostname.replace(/\.$/, '');
  return isHostname(url.hostname) ? url : null;
}

/** IPv6 addresses are often given without their brackets (RFC 3986 section 3.2.2). */
const bracketed = (host: string): string => (/^[0-9a-f]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(host) ? `[${host}]` : host);

/** A host and its port, null where it is the scheme's own. On loopback that is http, elsewhere https. */
function readHost(text: string): URL | null {
  const authority = bracketed(text.trim());
  const url = readAddress('https', authority, '/');
  return url !== null && isLoopback(url.hostname) ? readAddress('http', authority, '/') : url;
}

/**
 * Normalises a host that was given as `domain`: lower case, punycode (RFC 3492), IP addresses in their usual form, no trailing dot. A port is
 * kept on loopback only. Hosts of private networks (`intranet`, `build_01`) and IP addresses are domains too.
 * @throws AgentAuthError `invalid_domain`, also for an address with a scheme or a path, and for misleading characters
 */
export function parseDomain(input: string): string {
  const url = readHost(input);
  if (url === null || (url.port !== '' && !isLoopback(url.hostname))) throw new AgentAuthError('invalid_domain');
  return url.host;
}

/**
 * Strips `www.` from a domain, so that both spellings are the same agent. Keeps it where a public suffix would remain, as in
 * `www.gov.uk`.
 * @param domain as `parseDomain` writes it
 */
export function withoutWww(domain: string): string {
  if (!domain.startsWith('www.')) return domain;
  const rest = domain.slice('www.'.length);
  return registrableDomain(rest) === null ? domain : rest;
}

/**
 * Checks an address that a browser is to open, and writes its host as `parseDomain` does: https, or http on loopback; no user info.
 * @throws AgentAuthError `invalid_url`
 */
export function parseUrl(input: string): URL {
  const [, scheme = '', authority = '', rest = ''] = /^(https?):\/\/([^/?#]+)(.*)$/isu.exec(input.trim()) ?? [];
  const url = INVISIBLE.test(rest) || rest.includes('\\') ? null : readAddress(scheme.toLowerCase(), authority, rest);
  if (url === null || (url.protocol !== 'https:' && !isLoopback(url.hostname))) throw new AgentAuthError('invalid_url');
  return url;
}

/** A site that a person named, and the address of its login page if they gave one. */
export interface Site {
  readonly domain: string;
  readonly login_url?: string;
}

/**
 * Reads what people paste when they are asked for a site: its domain, or the whole address of its login page. A port says where the page
 * is; the site is the host, but on loopback, where each port is a site of its own.
 * @throws AgentAuthError `invalid_domain`; `invalid_url` for an address with a scheme
 */
export function parseSite(input: string): Site {
  if (input.includes('://')) return siteAt(parseUrl(input));
  const url = readHost(input);
  if (url === null) throw new AgentAuthError('invalid_domain');
  const isPage = url.port !== '' && !isLoopback(url.hostname);
  return isPage ? siteAt(url) : { domain: withoutWww(url.host) };
}

/** Null for the address of a home page: it names no login page, so the login page is searched for. */
function siteAt(url: URL): Site {
  const domain = isLoopback(url.hostname) ? parseDomain(url.host) : withoutWww(url.hostname);
  return url.href === homeUrl(domain) ? { domain } : { domain, login_url: url.href };
}

/** Where the login page is looked for when no `login_url` is known. */
export const homeUrl = (domain: string): string =>
  isLoopback(hostnameOf(domain)) ? `http://${domain}/` : `https://${domain}/`;

/** Where to look for a site that does not answer at its bare domain; null for hosts that can't have a `www.`, such as IP addresses. */
export const wwwUrl = (domain: string): string | null =>
  withoutWww(`www.${domain}`) === domain ? `https://www.${domain}/` : null;
