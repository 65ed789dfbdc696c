/** What a browser takes as a cookie (RFC 6265bis section 5.7, as Chromium has it), and what it turns down. */
import { isLoopback } from '../address/host.js';
import { hasPublicSuffix, registrableDomain } from '../address/site.js';
import type { StorageState } from './profile.js';
import type { CookieProblem } from './profile-import.js';

export type Cookie = StorageState['cookies'][number];

const MAX_BYTES = 4096;
const MAX_ATTRIBUTE_BYTES = 1024;

const bytes = (text: string): number => new TextEncoder().encode(text).length;

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

function textProblem({ name, value }: Cookie): CookieProblem | null {
  if (name === '' && value === '') return 'no_name_or_value';
  if (CONTROL.test(name) || CONTROL.test(value)) return 'control_character';
  if (/[;=]/.test(name) || value.includes(';') || name.trim() !== name || value.trim() !== value)
    return 'reserved_character';
  // It would be read as a name.
  if (name === '' && /=|^__/.test(value)) return 'reserved_character';
  return bytes(name) + bytes(value) > MAX_BYTES ? 'too_large' : null;
}

/** An address of numbers has no hosts below it. */
export const isAddress = (host: string): boolean => /^(?:[\d.]+|\[[\da-f:.]+\])$/.test(host);

/** Whether it is what browsers make of it: they read `0x7f.1` as an address. */
const isWrittenOut = (host: string): boolean =>
  URL.canParse(`http://${host}/`) && new URL(`http://${host}/`).hostname === host;

function domainProblem({ domain }: Cookie): CookieProblem | null {
  const isForAll = domain.startsWith('.');
  const host = isForAll ? domain.slice(1) : domain;
  const isHost =
    isAddress(host) || /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(host);
  if (!isHost || !isWrittenOut(host) || bytes(domain) > MAX_ATTRIBUTE_BYTES) return 'invalid_domain';
  if (!isForAll) return null;
  if (isAddress(host)) return 'invalid_domain';
  return !isLoopback(host) && registrableDomain(host) === null && hasPublicSuffix(host) ? 'public_suffix' : null;
}

function pathProblem({ path }: Cookie): CookieProblem | null {
  const isPath = path.startsWith('/') && !path.includes(';') && !CONTROL.test(path);
  return isPath && bytes(path) <= MAX_ATTRIBUTE_BYTES ? null : 'invalid_path';
}

/** Names that promise something, in either case (RFC 6265bis section 5.4). */
function prefixProblem({ name, secure, path, domain, httpOnly }: Cookie): CookieProblem | null {
  const promise = /^__(host-http|host|http|secure)-/i.exec(name)?.[1]?.toLowerCase();
  if (promise === undefined) return null;
  if (promise === 'secure') return secure ? null : 'secure_prefix';
  if (promise.includes('http') && !(secure && httpOnly)) return 'http_prefix';
  return promise === 'http' || (secure && path === '/' && !domain.startsWith('.')) ? null : 'host_prefix';
}

function partitionProblem({ partitionKey, secure }: Cookie): CookieProblem | null {
  if (partitionKey === undefined) return null;
  if (!/^https?:\/\//.test(partitionKey) || !URL.canParse(partitionKey)) return 'invalid_partition';
  return secure ? null : 'partition_needs_secure';
}

/**
 * Why a browser would turn a cookie down; null where it takes it.
 * @param now ms since the epoch
 */
export function cookieProblem(cookie: Cookie, now: number): CookieProblem | null {
  const isOver = cookie.expires !== -1 && !(cookie.expires * 1000 > now);
  return (
    textProblem(cookie) ??
    domainProblem(cookie) ??
    pathProblem(cookie) ??
    prefixProblem(cookie) ??
    partitionProblem(cookie) ??
    (isOver ? 'expired' : null)
  );
}
