/** Addresses of a name that are checked, and then connected to: it can't mean others a moment later (DNS rebinding). */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback } from '../../contract/address/host.js';
import type { Reaches } from './address.js';

export type Address = { readonly address: string; readonly family: number };
/** What names of loopback stand for (RFC 6761 section 6.3), whatever a resolver makes of them. */
const LOOPBACK: readonly Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** The addresses to connect to; none where there is one that may not be reached. */
export async function addressesOf(hostname: string, reaches: Reaches): Promise<readonly Address[]> {
  const found = await resolved(hostname.replace(/^\[|\]$/g, ''));
  return found.every(({ address }) => reaches(address)) ? found : [];
}

/** What a name or an address stands for here; none where nobody knows. */
export async function resolved(bare: string): Promise<readonly Address[]> {
  const version = isIP(bare);
  if (version !== 0) return [{ address: bare, family: version }];
  return isLoopback(bare) ? LOOPBACK : lookup(bare, { all: true }).catch(() => []);
}

/** Answers the addresses that were checked. */
export const known =
  (addresses: readonly Address[]): LookupFunction =>
  (_hostname, { all }, answer) => {
    if (all) answer(null, [...addresses]);
    else answer(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
