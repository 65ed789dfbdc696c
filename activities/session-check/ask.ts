/** One request without a browser, by the same ways and under the same checks as the browser's own. */
import { type IncomingMessage, request } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { isLoopback } from '../../contract/address/host.js';
import type { BrowserIdentity } from '../../contract/index.js';
import { readRetryAfter } from '../../contract/retry-after.js';
import type { WayOut } from '../browser/index.js';
import type { ProbeRequest } from '../vault/probe.js';
import { unpack } from './unpack.js';

export interface Answer {
  readonly status: number;
  /** Where it redirects to, in full. */
  readonly location: string | null;
  /** Media type without parameters. */
  readonly type: string;
  /** `Set-Cookie` headers. */
  readonly setCookies: readonly string[];
  /** How long the site wants to be left alone, in ms; null where it does not say. */
  readonly retryAfter: number | null;
  /** A firewall wants to see a browser. */
  readonly isChallenge: boolean;
  /** It came out of a cache, and is of an earlier moment (RFC 9111 section 5.1). */
  readonly isStale: boolean;
  readonly body: string;
}

/** Nobody has answered in time. */
export class NotReached extends Error {}

const MAX_BODY_BYTES = 1024 * 1024;
const MAX_HEADER_BYTES = 256 * 1024;

export interface Asked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const PAGES_ACCEPT =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';
const SCRIPTS_ACCEPT = 'application/json, text/plain, */*';

/**
 * Headers of a browser of this identity, in the order in which Chromium sends them. Some sites end a session that comes with others than it was made with; which
 * ones are sent goes by whether the address can be trusted (W3C Secure Contexts section 3.1).
 */
export function headersOf(
  identity: BrowserIdentity | null,
  { type, accept = SCRIPTS_ACCEPT }: Pick<ProbeRequest, 'type' | 'accept'>,
  url: URL,
): Record<string, string> {
  const isTrusted = url.protocol === 'https:' || isLoopback(url.hostname);
  const hints = isTrusted ? (identity?.client_hints ?? null) : null;
  const [first = 'en-US', ...others] = identity?.languages ?? [];
  const languages = [first, ...others.map((each, at) => `${each};q=${Math.max(0.1, 0.9 - at / 10).toFixed(1)}`)];
  const isDocument = type === 'document';
  return {
    // What a cache has kept tells of an earlier moment.
    pragma: 'no-cache',
    'cache-control': 'no-cache',
    ...(hints && {
      'sec-ch-ua': hints.brands.map(({ brand, version }) => `"${brand}";v="${version}"`).join(', '),
      'sec-ch-ua-mobile': hints.mobile ? '?1' : '?0',
      'sec-ch-ua-platform': `"${hints.platform}"`,
    }),
    ...(isDocument ? { 'upgrade-insecure-requests': '1' } : {}),
    ...(identity ? { 'user-agent': identity.user_agent } : {}),
    accept: isDocument ? PAGES_ACCEPT : accept,
    ...(isTrusted && {
      'sec-fetch-site': isDocument ? 'none' : 'same-origin',
      'sec-fetch-mode': isDocument ? 'navigate' : 'cors',
      ...(isDocument ? { 'sec-fetch-user': '?1' } : {}),
      'sec-fetch-dest': isDocument ? 'document' : 'empty',
    }),
    ...(isDocument ? {} : { referer: `${url.origin}/` }),
    'accept-encoding': isTrusted ? 'gzip, deflate, br, zstd' : 'gzip, deflate',
    'accept-language': languages.join(','),
  };
}

/** @throws NotReached */
export async function askOnce(way: WayOut, { url, headers }: Asked, ms: number): Promise<Answer> {
  const target = new URL(url);
  const late = AbortSignal.timeout(ms);
  try {
    const socket = await abortable(late, connected(way, target), (made) => made.destroy());
    return await abortable(late, exchange(socket, target, headers, late), () => undefined);
  } catch {
    throw new NotReached();
  }
}

/** @param drop what becomes of it when it comes too late */
function abortable<T>(signal: AbortSignal, made: Promise<T>, drop: (late: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(new NotReached());
      made.then(drop, () => undefined);
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    made.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

async function connected(way: WayOut, target: URL): Promise<Duplex> {
  const isSecure = target.protocol === 'https:';
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const socket = await way.connect({ host, port: Number(target.port || (isSecure ? 443 : 80)) });
  if (socket === null) throw new NotReached();
  if (!isSecure) return socket;
  return new Promise((resolve, reject) => {
    const names = isIP(host) === 0 ? { servername: host } : {};
    const secure = connectTls({ socket, host, ...names, ALPNProtocols: ['http/1.1'] }, () => resolve(secure));
    secure.once('error', reject);
    socket.once('close', () => reject(new NotReached()));
  });
}

async function exchange(
  socket: Duplex,
  target: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request({
        createConnection: () => socket as never,
        method: 'GET',
        path: `${target.pathname}${target.search}`,
        headers: { host: target.host, ...headers, connection: 'close' },
        maxHeaderSize: MAX_HEADER_BYTES,
        signal,
      });
      sent.on('error', reject);
      sent.on('response', resolve);
      sent.end();
    });
    const { statusCode = 0, headers: got } = response;
    const location = got.location;
    return {
      status: statusCode,
      location: location !== undefined && URL.canParse(location, target.href) ? new URL(location, target).href : null,
      type: (got['content-type'] ?? '').split(';')[0]!.trim().toLowerCase(),
      setCookies: got['set-cookie'] ?? [],
      retryAfter: readRetryAfter({ status: statusCode, headers: got }, Date.now()),
      isChallenge: got['cf-mitigated'] === 'challenge' || got['x-amzn-waf-action'] !== undefined,
      isStale: Number(got.age ?? 0) > 0,
      body: await bodyOf(response),
    };
  } finally {
    socket.destroy();
  }
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += (chunk as Buffer).length;
    if (length > MAX_BODY_BYTES) throw new NotReached();
    chunks.push(chunk as Buffer);
  }
  const unpacked = await unpack(Buffer.concat(chunks), response.headers['content-encoding'], MAX_BODY_BYTES);
  return unpacked.toString('utf8');
}
