/** Tells kinds of hosts apart. */

const LOOPBACK = /^((?:[a-z0-9_-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host (no port) is this machine. RFC 6761 section 6.3, RFC 5735. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/** The host of a domain as `parseDomain` writes it, without the port that one on loopback can have. */
export const hostnameOf = (domain: string): string => domain.replace(/:\d+$/, '');
