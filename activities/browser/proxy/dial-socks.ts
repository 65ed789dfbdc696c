import type { Socket } from 'node:net';
import { SocksClient } from 'socks';
import type { AgentProxy, ProxyFault } from '../../../contract/address/proxy.js';
import { ProxyFailed, type Target } from './proxy-failed.js';

/** The library says what happened in its message alone. What is not here never got an answer of a SOCKS server. */
const MEANINGS: readonly (readonly [RegExp, ProxyFault])[] = [
  [/authentication/i, 'credentials_refused'],
  [/timed out$/, 'no_answer'],
  [/rejected connection/, 'site_not_reached'],
  [/^Socket closed$|ECONNRESET/, 'closed'],
];

const whyOf = (error: unknown): ProxyFault =>
  MEANINGS.find(([pattern]) => pattern.test(error instanceof Error ? error.message : ''))?.[1] ?? 'unreachable';

/**
 * A connection by SOCKS5 (RFC 1928), with user name and password where there are some (RFC 1929). Names are resolved by the proxy.
 * @throws ProxyFailed
 */
export async function dialSocks({ server, username, password }: AgentProxy, to: Target, ms: number): Promise<Socket> {
  const { hostname, port } = new URL(server);
  try {
    const { socket } = await SocksClient.createConnection({
      command: 'connect',
      proxy: {
        type: 5,
        host: hostname.replace(/^\[|\]$/g, ''),
        port: Number(port),
        ...(username === undefined ? {} : { userId: username, password: password ?? '' }),
      },
      destination: { ...to },
      timeout: ms,
    });
    return socket;
  } catch (error) {
    throw new ProxyFailed(whyOf(error));
  }
}
