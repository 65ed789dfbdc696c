import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** What a free port on IPv4 may be on IPv6: somebody else's. Then another is tried, this often. */
const PORT_TRIES = 5;

export interface Listener {
  port: number;
  close(): Promise<void>;
}

/**
 * Listens on both loopback addresses, because `localhost` means either, and which one a client tries first differs.
 * A machine without IPv6 gets IPv4 alone.
 *
 * @param port 0 for a free one
 * @param onUpgrade takes over connections that become a WebSocket; without it they are closed
 */
export async function listenOnLoopback(
  handler: RequestListener,
  port: number,
  onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
): Promise<Listener> {
  const create = (): Server => {
    const server = createServer(handler);
    return onUpgrade === undefined ? server : server.on('upgrade', onUpgrade);
  };
  for (let tries = 1; ; tries += 1) {
    const ipv4 = create();
    await listen(ipv4, port, '127.0.0.1');
    const taken = (ipv4.address() as AddressInfo).port;
    const ipv6 = create();
    const failure = await listen(ipv6, taken, '::1').then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error,
    );
    if (failure?.code !== 'EADDRINUSE') {
      const servers = failure === undefined ? [ipv4, ipv6] : [ipv4];
      return { port: taken, close: () => closeAll(servers) };
    }
    await closeAll([ipv4]);
    if (port !== 0 || tries === PORT_TRIES) throw failure;
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map((server) => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      return closed;
    }),
  );
}
