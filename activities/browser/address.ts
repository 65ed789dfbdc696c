import { BlockList, isIP } from 'node:net';
import { hostnameOf, isLoopback } from '../../contract/address/host.js';
import { hasPublicSuffix } from '../../contract/address/site.js';

/** Special-purpose addresses that are no place on the public internet (RFC 6890 and its updates). */
const RESERVED: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Where the machines of a cloud ask for their own keys; the first is Azure's.
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // With those of IPv4 inside (RFC 4291 section 2.5.5.1).
  ['::', 96],
  // IPv4 in IPv6: translated (RFC 6052, RFC 8215), 6to4 and Teredo tunnels. Mapped ones (RFC 4291 section 2.5.5.2) are checked as IPv4.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const reserved = new BlockList();
for (const [network, prefix] of RESERVED) reserved.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');

/** Which addresses may be connected to. */
export type Reaches = (address: string) => boolean;

/** Whether an address is on the public internet. */
export const isPublicAddress = (address: string): boolean =>
  !reserved.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** What the pages of a login may reach besides the public internet. */
export type Reach = 'public' | 'loopback' | 'private';

const isLoopbackAddress = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);

/** Which addresses a reach lets through. */
export const reachesOf = (reach: Reach): Reaches =>
  reach === 'private'
    ? () => true
    : (address) => isPublicAddress(address) || (reach === 'loopback' && isLoopbackAddress(address));

/** A login that was set up for a private host, by a name that nobody can register or by its address, may reach private hosts. */
export function reachOf(domain: string): Reach {
  const hostname = hostnameOf(domain);
  if (isLoopback(hostname)) return 'loopback';
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return isPublicAddress(bare) ? 'public' : 'private';
  return hasPublicSuffix(hostname) ? 'public' : 'private';
}
