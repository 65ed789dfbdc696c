import { lookup } from 'node:dns/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPublicAddress } from './address.js';

const CONNECT_TIMEOUT_MS = 15_000;

type Reaches = (address: string) => boolean;

/**
 * A forward proxy on loopback (RFC 9110 section 9.3.6 for CONNECT) that connects to public addresses only. It resolves names itself and
 * connects to the address that it checked, so that a name can't be public when checked and private when used (DNS rebinding), whether
 * the page navigates, fetches, follows a redirect or opens a WebSocket.
 */
export class Gate {
  readonly #reaches: Reaches;
  readonly #server: Server;
  #listening: Promise<string> | null = null;

  /** @param reaches which addresses it connects to. @default the public ones */
  constructor(reaches: Reaches = isPublicAddress) {
    this.#reaches = reaches;
    this.#server = createServer((incoming, outgoing) => void forward(incoming, outgoing, this.#reaches));
    this.#server.on('connect', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      void tunnel(incoming, socket, head, this.#reaches);
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

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The address to connect to; null where there is none that pages may reach. */
async function addressOf(hostname: string, reaches: Reaches): Promise<string | null> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return reaches(bare) ? bare : null;
  const found = await lookup(bare, { all: true }).catch(() => []);
  return found.every(({ address }) => reaches(address)) ? (found[0]?.address ?? null) : null;
}

async function tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer, reaches: Reaches): Promise<void> {
  socket.on('error', () => socket.destroy());
  const target = URL.canParse(`https://${incoming.url}/`) ? new URL(`https://${incoming.url}/`) : null;
  const host = target === null ? null : await addressOf(target.hostname, reaches);
  if (target === null || host === null) {
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    return;
  }
  const port = Number(incoming.url?.split(':').at(-1) ?? 443);
  const upstream = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
  upstream.on('error', () => socket.destroy());
  upstream.on('close', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
  upstream.on('timeout', () => {
    if (upstream.connecting) upstream.destroy();
  });
  upstream.on('connect', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.write(head);
    upstream.pipe(socket);
    socket.pipe(upstream);
  });
}

async function forward(incoming: IncomingMessage, outgoing: ServerResponse, reaches: Reaches): Promise<void> {
  const target = URL.canParse(incoming.url ?? '') ? new URL(incoming.url as string) : null;
  const host = target?.protocol === 'http:' ? await addressOf(target.hostname, reaches) : null;
  if (target === null || host === null) {
    outgoing.writeHead(403).end();
    return;
  }
  const { 'proxy-connection': _hopByHop, ...headers } = incoming.headers;
  const upstream = request({
    host,
    port: target.port || 80,
    method: incoming.method,
    path: `${target.pathname}${target.search}`,
    headers,
    timeout: CONNECT_TIMEOUT_MS,
  });
  upstream.on('error', () => outgoing.destroy());
  upstream.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  outgoing.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}
