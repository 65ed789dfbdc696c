/** Between a vault and its server: cuts a connection before a statement gets there, or before its answer gets back. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export type Cut = 'before' | 'after' | null;

export interface Proxy {
  /** The address through the proxy. */
  through(url: string): string;
  /** Asked for each statement, in order. */
  onStatement: (text: string) => Cut;
}

/** Messages of the frontend that carry a statement: Query and Parse (PostgreSQL, chapter "Message Formats"). */
const isStatement = (chunk: Buffer): boolean => chunk[0] === 0x51 || chunk[0] === 0x50;

export async function startProxy(serverUrl: string): Promise<Proxy> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const proxy: Pick<Proxy, 'onStatement'> = { onStatement: () => null };
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let isMute = false;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (chunk: Buffer) => {
      const cut = isStatement(chunk) ? proxy.onStatement(chunk.toString('latin1')) : null;
      if (cut === 'before') return end();
      isMute = cut === 'after';
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => (isMute ? end() : void client.write(chunk)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const own = (server.address() as AddressInfo).port;
  return Object.assign(proxy, {
    through(url: string): string {
      const address = new URL(url);
      address.port = String(own);
      return address.href;
    },
  });
}
