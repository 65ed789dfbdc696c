import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import type { AgentProxy, ProxyFault } from '../../contract/address/proxy.js';
import type { TroubleCause } from '../../contract/errors/trouble-causes.js';
import { isPublicAddress, type Reaches } from './address.js';
import { resolved } from './checked-addresses.js';
import { ProxyFailed } from './proxy/proxy-failed.js';
import { firstBytes } from './watch/client-hello.js';
import { type WayOut, wayOut } from './way-out.js';

/** Pages may have many cookies. */
const MAX_HEADER_BYTES = 256 * 1024;
/** Longer than Chromium keeps a connection that it does not use. */
const KEEP_ALIVE_MS = 330_000;

/** What an armed gate asks. */
export interface GateRules {
  /** Whether a socket may be open to an address, a URL. */
  readonly maySocket: (address: string) => boolean;
  /** Whether a host may be looked up and connected to. */
  readonly mayName: (host: string) => boolean;
}

interface Tunnel {
  readonly socket: Duplex;
  /** Host and port. */
  readonly target: string;
  /** Where it leads, as a URL; null while nothing has shown that it is no connection for requests. */
  socketTo: string | null;
}

/**
 * A forward proxy on loopback (RFC 9110 section 9.3.6 for CONNECT) that connects only to the addresses that it is for. It resolves names
 * itself and connects to the address that it checked, so that a name can't be public when checked and private when used (DNS rebinding),
 * whether the page navigates, fetches, follows a redirect or opens a WebSocket.
 *
 * Only here do we see frames of sockets, and names that the browser itself looks up. Once armed, it ends the sockets that may not be open,
 * and opens none.
 *
 * Where the login has a proxy, it goes out by that alone: what the proxy does not connect is not connected.
 */
export class Gate {
  readonly #out: WayOut;
  readonly #server: Server;
  readonly #tunnels = new Set<Tunnel>();
  #listening: Promise<string> | null = null;
  readonly #flows = new Set<string>();
  #rules: GateRules = { maySocket: () => true, mayName: () => true };
  #fault: ProxyFault | null = null;
  /** By host and port, why the last attempt to connect there failed. */
  readonly #failures = new Map<string, TroubleCause>();

  /**
   * @param reaches which addresses it connects to. @default the public ones
   * @param proxy what it goes out by. @default directly
   */
  constructor(reaches: Reaches = isPublicAddress, proxy: AgentProxy | null = null) {
    this.#out = wayOut(reaches, proxy);
    this.#server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS });
    this.#server.on('request', (incoming, outgoing) => void this.#forward(incoming, outgoing));
    this.#server.on('connect', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      void this.#tunnel(incoming, socket, head);
    });
  }

  /** Why the proxy did not connect when it was last asked to; null where it did, and where there is none. */
  get fault(): ProxyFault | null {
    return this.#fault;
  }

  /**
   * Why the last connection to the host of a URL failed; null where it did not, and where a proxy made it. The browser can't tell: all that it sees
   * is that the gate ended the connection.
   */
  failureAt(address: string): TroubleCause | null {
    const { hostname, port, protocol } = new URL(address);
    return this.#failures.get(placeOf(hostname, Number(port) || (protocol === 'http:' ? 80 : 443))) ?? null;
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
  arm(rules: GateRules): void {
    this.#rules = rules;
    for (const tunnel of this.#tunnels) if (!this.#mayStay(tunnel)) tunnel.socket.destroy();
  }

  /** Call for a request whose body a script keeps writing while it is sent: its connection counts as a socket. */
  noteFlow(address: string): void {
    const { hostname, port } = new URL(address);
    this.#flows.add(placeOf(hostname, Number(port) || 443));
  }

  close(): void {
    for (const { socket } of this.#tunnels) socket.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #mayStay({ target, socketTo }: Tunnel): boolean {
    const to = socketTo ?? (this.#flows.has(target) ? `https://${target}/` : null);
    return to === null || this.#rules.maySocket(to);
  }

  /**
   * Connects; null where pages may not go.
   * @throws Error when nobody answers
   */
  async #connect({ hostname }: URL, port: number): Promise<Socket | null> {
    const host = hostname.replace(/^\[|\]$/g, '');
    // Looking a name up already gives it away.
    if (!this.#rules.mayName(host)) return null;
    const place = placeOf(hostname, port);
    try {
      const upstream = await this.#out.connect({ host, port });
      if (upstream !== null) {
        this.#fault = null;
        this.#failures.delete(place);
      } else if (!this.#out.isProxied) {
        this.#failures.set(place, (await resolved(host)).length === 0 ? 'name_not_resolved' : 'blocked');
      }
      return upstream;
    } catch (error) {
      if (error instanceof ProxyFailed) this.#fault = error.why;
      else this.#failures.set(place, FAILURES[(error as NodeJS.ErrnoException).code ?? ''] ?? 'other');
      throw error;
    }
  }

  async #tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const tunnel: Tunnel = { socket, target: incoming.url ?? '', socketTo: null };
    this.#tunnels.add(tunnel);
    socket.on('close', () => this.#tunnels.delete(tunnel));
    const target = URL.canParse(`https://${incoming.url}/`) ? new URL(`https://${incoming.url}/`) : null;
    const port = Number(incoming.url?.split(':').at(-1) ?? 443);
    const upstream = target && (await this.#connect(target, port).catch((): 'failed' => 'failed'));
    if (upstream === null || upstream === 'failed') {
      socket.end(`HTTP/1.1 ${upstream === null ? '403 Forbidden' : '502 Bad Gateway'}\r\n\r\n`);
      return;
    }
    this.#noteSilence(upstream, socket);
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    if (socket.destroyed) {
      upstream.destroy();
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.pipe(socket);
    const first = await beginning(socket, head);
    if (first === null) return;
    if (firstBytes(first) !== 'http2') tunnel.socketTo = `${first[0] === TLS ? 'https' : 'http'}://${incoming.url}/`;
    if (!this.#mayStay(tunnel)) {
      socket.destroy();
      return;
    }
    upstream.write(first);
    socket.pipe(upstream);
  }

  /** A proxy may take a connection that it can't make, and then drop it. */
  #noteSilence(upstream: Socket, asker: { readonly destroyed: boolean }): void {
    if (!this.#out.isProxied) return;
    const [read, written] = [upstream.bytesRead, upstream.bytesWritten];
    const ended = (): void => {
      if (upstream.bytesRead === read && upstream.bytesWritten > written && !asker.destroyed) this.#fault = 'closed';
    };
    // The first of them comes before anybody else hears of the end, and leaves for it.
    for (const event of ['end', 'error', 'close']) upstream.once(event, ended);
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const target = URL.canParse(incoming.url ?? '') ? new URL(incoming.url as string) : null;
    if (target?.protocol !== 'http:') {
      outgoing.writeHead(403).end();
      return;
    }
    try {
      const upstream = await this.#connect(target, Number(target.port || 80));
      if (upstream === null) {
        outgoing.writeHead(403).end();
        return;
      }
      if (outgoing.destroyed) {
        upstream.destroy();
        return;
      }
      this.#noteSilence(upstream, outgoing);
      exchange(incoming, outgoing, target, upstream);
    } catch {
      // We send no answer: it would be taken for the site's.
      outgoing.destroy();
    }
  }
}

/** Why a connection failed, by the codes of the system. */
const FAILURES: Readonly<Record<string, TroubleCause>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_closed',
  EADDRNOTAVAIL: 'no_route',
  EHOSTUNREACH: 'no_route',
  ENETUNREACH: 'no_route',
  ETIMEDOUT: 'timed_out',
};

const placeOf = (hostname: string, port: number): string => `${hostname}:${port}`;

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

/** Sends a request on, and its answer back. */
function exchange(incoming: IncomingMessage, outgoing: ServerResponse, target: URL, upstream: Socket): void {
  const { 'proxy-connection': _hopByHop, ...headers } = incoming.headers;
  const sent = request({
    // One connection for each: one that is used again may be closed at the other end just then, and a form can't be sent twice.
    createConnection: () => upstream,
    method: incoming.method,
    path: `${target.pathname}${target.search}`,
    headers: { ...headers, connection: 'close' },
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  sent.on('error', () => outgoing.destroy());
  sent.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    pipeline(response, outgoing, () => undefined);
  });
  outgoing.on('close', () => {
    sent.destroy();
    upstream.destroy();
  });
  incoming.pipe(sent);
}
