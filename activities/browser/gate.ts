import { lookup } from 'node:dns/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, isIP, type LookupFunction } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { isLoopback } from '../../contract/host.js';
import { isPublicAddress } from './address.js';
import { firstBytes } from './watch/client-hello.js';

const CONNECT_TIMEOUT_MS = 15_000;
/** Pages may have many cookies. */
const MAX_HEADER_BYTES = 256 * 1024;
/** Longer than Chromium keeps a connection that it does not use. */
const KEEP_ALIVE_MS = 330_000;

type Reaches = (address: string) => boolean;
/** Whether a socket may be open to an address, a URL. */
type MaySocket = (address: string) => boolean;

interface Tunnel {
  readonly socket: Duplex;
  /** Where it leads, as a URL; null while nothing has shown that it is no connection for requests. */
  socketTo: string | null;
}

/**
 * A forward proxy on loopback (RFC 9110 section 9.3.6 for CONNECT) that connects only to the addresses that it is for. It resolves names
 * itself and connects to the address that it checked, so that a name can't be public when checked and private when used (DNS rebinding),
 * whether the page navigates, fetches, follows a redirect or opens a WebSocket.
 *
 * Frames of a socket pass by no other place of ours. Armed, it ends the sockets that may not be open, and opens none.
 */
export class Gate {
  readonly #reaches: Reaches;
  readonly #server: Server;
  readonly #tunnels = new Set<Tunnel>();
  #listening: Promise<string> | null = null;
  #maySocket: MaySocket = () => true;

  /** @param reaches which addresses it connects to. @default the public ones */
  constructor(reaches: Reaches = isPublicAddress) {
    this.#reaches = reaches;
    this.#server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS });
    this.#server.on('request', (incoming, outgoing) => void forward(incoming, outgoing, this.#reaches));
    this.#server.on('connect', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      void this.#tunnel(incoming, socket, head);
    });
  }

  /** Address of the proxy, which is started by the first call. */
  url(): Promise<string> {
    this.#listening ??= new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        this.#server.unref();
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
      });
    });
    return this.#listening;
  }

  /** From now on only the sockets are open that may be; those that are open already are ended too. */
  arm(maySocket: MaySocket): void {
    this.#maySocket = maySocket;
    for (const { socket, socketTo } of this.#tunnels) if (socketTo !== null && !maySocket(socketTo)) socket.destroy();
  }

  close(): void {
    for (const { socket } of this.#tunnels) socket.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const target = URL.canParse(`https://${incoming.url}/`) ? new URL(`https://${incoming.url}/`) : null;
    const addresses = target === null ? [] : await addressesOf(target.hostname, this.#reaches);
    if (target === null || addresses.length === 0) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const port = Number(incoming.url?.split(':').at(-1) ?? 443);
    const upstream = connect({ host: target.hostname, port, lookup: known(addresses), timeout: CONNECT_TIMEOUT_MS });
    const tunnel: Tunnel = { socket, socketTo: null };
    this.#tunnels.add(tunnel);
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => {
      this.#tunnels.delete(tunnel);
      upstream.destroy();
    });
    upstream.on('timeout', () => {
      if (upstream.connecting) upstream.destroy();
    });
    upstream.on('connect', async () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket);
      const first = await beginning(socket, head);
      if (first === null) return;
      if (firstBytes(first) !== 'http2') {
        tunnel.socketTo = `${first[0] === TLS ? 'https' : 'http'}://${incoming.url}/`;
        if (!this.#maySocket(tunnel.socketTo)) {
          socket.destroy();
          return;
        }
      }
      upstream.write(first);
      socket.pipe(upstream);
    });
  }
}

/** First byte of a connection by TLS (RFC 8446 section 5.1: a handshake). */
const TLS = 22;

/** Bytes that tell what a connection is for; null when it ends before. */
async function beginning(socket: Duplex, head: Buffer): Promise<Buffer | null> {
  let bytes = head;
  while (bytes.length === 0 || firstBytes(bytes) === 'more') {
    const chunk = await nextChunk(socket);
    if (chunk === null) return null;
    bytes = Buffer.concat([bytes, chunk]);
  }
  return bytes;
}

function nextChunk(socket: Duplex): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const done = (chunk: Buffer | null): void => {
      socket.pause();
      socket.off('data', done);
      socket.off('close', ended);
      socket.off('end', ended);
      resolve(chunk);
    };
    const ended = (): void => done(null);
    socket.on('data', done);
    socket.on('close', ended);
    socket.on('end', ended);
    if (socket.destroyed) ended();
  });
}

type Address = { readonly address: string; readonly family: number };
/** What names of loopback stand for (RFC 6761 section 6.3), whatever a resolver makes of them. */
const LOOPBACK: readonly Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** The addresses to connect to; none where there is one that pages may not reach. */
async function addressesOf(hostname: string, reaches: Reaches): Promise<readonly Address[]> {
  const found = await resolved(hostname.replace(/^\[|\]$/g, ''));
  return found.every(({ address }) => reaches(address)) ? found : [];
}

async function resolved(bare: string): Promise<readonly Address[]> {
  const version = isIP(bare);
  if (version !== 0) return [{ address: bare, family: version }];
  return isLoopback(bare) ? LOOPBACK : lookup(bare, { all: true }).catch(() => []);
}

/** Answers the addresses that were checked. */
const known =
  (addresses: readonly Address[]): LookupFunction =>
  (_hostname, { all }, answer) => {
    if (all) answer(null, [...addresses]);
    else answer(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };

async function forward(incoming: IncomingMessage, outgoing: ServerResponse, reaches: Reaches): Promise<void> {
  const target = URL.canParse(incoming.url ?? '') ? new URL(incoming.url as string) : null;
  const addresses = target?.protocol === 'http:' ? await addressesOf(target.hostname, reaches) : [];
  if (target === null || addresses.length === 0) {
    outgoing.writeHead(403).end();
    return;
  }
  const { 'proxy-connection': _hopByHop, ...headers } = incoming.headers;
  const upstream = request({
    host: target.hostname.replace(/^\[|\]$/g, ''),
    port: target.port || 80,
    lookup: known(addresses),
    method: incoming.method,
    path: `${target.pathname}${target.search}`,
    headers,
    maxHeaderSize: MAX_HEADER_BYTES,
    timeout: CONNECT_TIMEOUT_MS,
    // A connection that is used again may be closed at the other end just then, and a form can't be sent twice.
    agent: false,
  });
  upstream.on('error', () => outgoing.destroy());
  upstream.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    pipeline(response, outgoing, () => undefined);
  });
  outgoing.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}
