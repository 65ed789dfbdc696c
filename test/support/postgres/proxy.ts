/** Between a vault and its server: cuts a connection before a statement gets there, or before its answer gets back; or lets nothing through any more. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** `swallow`: neither the statement nor anything after it gets there, and nobody hears that it does not. */
export type Cut = 'before' | 'after' | 'swallow' | null;

export interface Proxy {
  /** The address through the proxy. */
  through(url: string): string;
  /** Where it leads from now on: for new connections. */
  target: { readonly hostname: string; readonly port: string };
  /** Asked for each statement, in order. */
  onStatement: (text: string) => Cut | Promise<Cut>;
  /** Breaks all connections. */
  breakAll(): void;
  stop(): void;
}

/** Messages of the frontend that carry a statement: Query and Parse (PostgreSQL, chapter "Message Formats"). */
const isStatement = (chunk: Buffer): boolean => chunk[0] === 0x51 || chunk[0] === 0x50;

export async function openProxy(serverUrl: string): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const state: Pick<Proxy, 'onStatement' | 'target'> = { onStatement: () => null, target: new URL(serverUrl) };
  const server = createServer((client) => {
    const upstream = connect(Number(state.target.port), state.target.hostname);
    let isMute = false;
    let isSwallowing = false;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        if (!isSwallowing) end();
      });
    }
    const treat = (chunk: Buffer, cut: Cut): void => {
      if (cut === 'before') {
        end();
        return;
      }
      isSwallowing = cut === 'swallow';
      if (isSwallowing) return;
      isMute = cut === 'after';
      upstream.write(chunk);
    };
    client.on('data', (chunk: Buffer) => {
      if (isSwallowing) return;
      const cut = isStatement(chunk) ? state.onStatement(chunk.toString('latin1')) : null;
      if (!(cut instanceof Promise)) return treat(chunk, cut);
      client.pause();
      void cut.then((decided) => {
        treat(chunk, decided);
        client.resume();
      });
    });
    upstream.on('data', (chunk: Buffer) => (isMute ? end() : void (isSwallowing || client.write(chunk))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = (server.address() as AddressInfo).port;
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return Object.assign(state, {
    through(url: string): string {
      const address = new URL(url);
      address.port = String(own);
      return address.href;
    },
    breakAll,
    stop(): void {
      breakAll();
      server.close();
    },
  });
}

/** One that goes with the test. */
export async function startProxy(serverUrl: string): Promise<Proxy> {
  const proxy = await openProxy(serverUrl);
  onTestFinished(() => proxy.stop());
  return proxy;
}
