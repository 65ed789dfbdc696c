/** Addresses of items as people write them: with and without a scheme, with a port, with a star, or none at all. */
import { parseDomain } from '../../../contract/address/domain.js';
import { isLoopback } from '../../../contract/address/host.js';

/** Where an address is for. Null for the port where it names none: any, or that of its scheme. */
export interface Place {
  readonly host: string;
  readonly port: string | null;
  /** Whether the address itself asks for all hosts below. */
  readonly below: boolean;
}

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
const MAX_LENGTH = 2048;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** @returns null for what is not the address of a web site: an app's, one with a user in it, a disguised one, or no address at all */
export function placeOf(address: string): Place | null {
  const text = address.trim();
  if (text === '' || text.length > MAX_LENGTH) return null;
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && DEFAULT_PORTS[scheme] === undefined) return null;
  const authority = text.replace(SCHEME, '').split(/[/?#]/, 1)[0] ?? '';
  const below = authority.startsWith('*.');
  const [, name = '', port] = /^(.*?)(?::(\d{1,5}))?$/.exec(below ? authority.slice(2) : authority) ?? [];
  const host = hostOf(name);
  if (host === null) return null;
  const isOwn = port === undefined || port === DEFAULT_PORTS[scheme ?? 'https'];
  return { host, port: isOwn && !isLoopback(host) ? null : (port ?? null), below };
}

function hostOf(name: string): string | null {
  try {
    return parseDomain(name);
  } catch {
    return null;
  }
}
