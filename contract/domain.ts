import { AgentAuthError } from './errors.js';

const LOOPBACK = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** Whether a host (no port) is this machine. RFC 6761 section 6.3, RFC 5735. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/**
 * Normalises what a caller gave as `domain`: lower case, punycode, no scheme, path or trailing dot. A port is kept on loopback only.
 * @throws AgentAuthError `invalid_domain`
 */
export function parseDomain(input: string): string {
  const bare = input.trim().replace(/\.$/, '');
  if (bare === '' || /[/\\@?#\s]/.test(bare)) throw new AgentAuthError('invalid_domain');
  let url: URL;
  try {
    url = new URL(`https://${bare}/`);
  } catch {
    throw new AgentAuthError('invalid_domain');
  }
  if (isLoopback(url.hostname)) return url.host;
  const labels = url.hostname.split('.');
  const usable =
    url.port === '' && labels.length > 1 && url.hostname.length <= 253 && labels.every((l) => LABEL.test(l));
  if (!usable) throw new AgentAuthError('invalid_domain');
  return url.hostname;
}

/**
 * Checks an address that a browser is to open: https, or http on loopback; no user info.
 * @throws AgentAuthError `invalid_url`
 */
export function parseUrl(input: string): URL {
  let url: URL;
  try {
    url = new URL(input);
  } catch {
    throw new AgentAuthError('invalid_url');
  }
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!safe || url.username !== '' || url.password !== '') throw new AgentAuthError('invalid_url');
  return url;
}

/** Where the login page is looked for when no `login_url` is known. */
export const homeUrl = (domain: string): string => {
  const { hostname } = new URL(`https://${domain}/`);
  return isLoopback(hostname) ? `http://${domain}/` : `https://${domain}/`;
};
