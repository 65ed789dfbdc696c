import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentProxy } from '../../contract/address/proxy.js';
import { hasPublicSuffix } from '../../contract/address/site.js';
import { type Reaches, reachesOf, reachOf } from './address.js';
import { type Address, addressesOf, known, resolved } from './checked-addresses.js';
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

/** The same for what is asked without a browser, under the same checks: public addresses, and what the agent's own domain lets it reach. */
export const wayOutOf = (domain: string, proxy: AgentProxy | null): WayOut => wayOut(reachesOf(reachOf(domain)), proxy);

/** Connects to an address that was checked, whatever the name means a moment later. */
async function connectDirectly({ host, port }: Target, reaches: Reaches): Promise<Socket | null> {
  const addresses = await addressesOf(host, reaches);
  if (addresses.length === 0) return null;
  const socket = connect({ host, port, lookup: known(addresses) });
  const timedOut = Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => socket.destroy(timedOut), CONNECT_TIMEOUT_MS);
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
