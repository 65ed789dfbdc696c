import type { Socket } from 'node:net';
import type { AgentProxy } from '../../../contract/address/proxy.js';
import { dialHttp } from './dial-http.js';
import { dialSocks } from './dial-socks.js';
import type { Target } from './proxy-failed.js';

/** Less than a page is waited for, so that a proxy that hangs is named as such. */
const DIAL_MS = 12_000;

/**
 * Connects to a place by a proxy, and never past it. All that an agent does on the network besides its pages goes by here, too.
 * @param ms how long that may take
 * @throws ProxyFailed
 */
export const dial = (proxy: AgentProxy, target: Target, ms = DIAL_MS): Promise<Socket> =>
  (proxy.server.startsWith('socks5:') ? dialSocks : dialHttp)(proxy, target, ms);
