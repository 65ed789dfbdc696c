import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AgentAuthError } from '../contract/errors/errors.js';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Listening {
  /** Without a trailing slash. */
  readonly url: string;
  readonly port: number;
}

const bind = (server: Server, { host, port }: Address): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });

/**
 * Listens at an address and nowhere else.
 * @throws AgentAuthError `port_unavailable`
 */
export async function listenAt(server: Server, address: Address): Promise<Listening> {
  const { host, port } = address;
  try {
    await bind(server, address);
  } catch (error) {
    throw new AgentAuthError('port_unavailable', { host, port, reason: (error as NodeJS.ErrnoException).code });
  }
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, port: bound };
}

/** The same; where the port is taken, at any other. */
export async function listenNear(server: Server, address: Address): Promise<Listening> {
  try {
    return await listenAt(server, address);
  } catch (error) {
    const isTaken = error instanceof AgentAuthError && error.details.reason === 'EADDRINUSE';
    if (!isTaken) throw error;
    return listenAt(server, { ...address, port: 0 });
  }
}
