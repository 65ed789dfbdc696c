import { lookup } from 'node:dns/promises';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from '../../contract/host.js';
import type { AgentProxy } from '../../contract/proxy.js';
import { hasPublicSuffix } from '../../contract/site.js';
import type { Reaches } from './address.js';
import { dial } from './proxy/dial.js';
import type { Target } from './proxy/proxy-failed.js';

const CONNECT_TIMEOUT_MS = 15_000;
/** Where only the proxy has a resolver, ours never answers. */
const LOOKUP_MS = 3_000;

/** How the gate of a login gets to places. */
export interface WayOut {
  readonly isProxied: boolean;
  /**
   * @returns null where pages may not go
   * @throws ProxyFailed, and whatever a socket throws
   */
  connect(target: Target): Promise<Socket | null>;
}

export const wayOut = (reaches: Reaches, proxy: AgentProxy | null): WayOut =>
  proxy === null
    ? { isProxied: false, connect: (target) => connectDirectly(target, reaches) }
    : { isProxied: true, connect: (target) => connectBy(proxy, target, reaches) };

type Address = { readonly address: string; readonly family: number };
/** What names of loopback stand for (RFC 6761 section 6.3), whatever a resolver makes of them. */
const LOOPBACK: readonly Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

async function resolved(host: string): Promise<readonly Address[]> {
  const version = isIP(host);
  if (version !== 0) return [{ address: host, family: version }];
  return isLoopback(host) ? LOOPBACK : lookup(host, { all: true }).catch(() => []);
}

/** Connects to an address that was checked, whatever the name means a moment later. */
async function connectDirectly({ host, port }: Target, reaches: Reaches): Promise<Socket | null> {
  const addresses = await resolved(host);
  if (addresses.length === 0 || !addresses.every(({ address }) => reaches(address))) return null;
  const socket = connect({ host, port, lookup: known(addresses) });
  const timer = setTimeout(() => socket.destroy(new Error('timed out')), CONNECT_TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => clearTimeout(timer));
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** Answers the addresses that were checked. */
const known =
  (addresses: readonly Address[]): LookupFunction =>
  (_hostname, { all }, answer) => {
    if (all) answer(null, [...addresses]);
    else answer(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };

/** Stands for any private one: names that nobody can register are of private networks. */
const PRIVATE: readonly Address[] = [{ address: '10.0.0.1', family: 4 }];

/**
 * Leaves names to the proxy, which may know other addresses than we do. What a name means here only says where pages may not go: an
 * address of ours is never used.
 */
async function connectBy(proxy: AgentProxy, { host, port }: Target, reaches: Reaches): Promise<Socket | null> {
  const stop = new AbortController();
  const late = sleep(LOOKUP_MS, [], { signal: stop.signal, ref: false }).catch(() => []);
  const found = await Promise.race([resolved(host), late]);
  stop.abort();
  const meant = found.length === 0 && !hasPublicSuffix(host) ? PRIVATE : found;
  return meant.every(({ address }) => reaches(address)) ? dial(proxy, { host, port }) : null;
}
