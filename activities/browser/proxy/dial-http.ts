import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import type { AgentProxy } from '../../../contract/address/proxy.js';
import { ProxyFailed, type Target } from './proxy-failed.js';

const REFUSED = 407;

/** Codes of OpenSSL's verification and of Node's own (`tls`, `x509`). */
const OF_CERTIFICATES = /CERT|^UNABLE_TO_(?:GET|VERIFY)|SELF_SIGNED/;

/** Basic, in UTF-8 (RFC 7617 section 2.1). */
const authorization = ({ username, password = '' }: AgentProxy): Record<string, string> =>
  username === undefined
    ? {}
    : { 'proxy-authorization': `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };

/**
 * A tunnel by CONNECT (RFC 9110 section 9.3.6), for http as well: what the proxy says is then never taken for the site's words.
 * @throws ProxyFailed
 */
export function dialHttp(proxy: AgentProxy, { host, port }: Target, ms: number): Promise<Socket> {
  const { protocol, hostname, port: proxyPort } = new URL(proxy.server);
  const authority = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    let connected = false;
    const asking = (protocol === 'https:' ? secure : plain)({
      host: hostname.replace(/^\[|\]$/g, ''),
      // An address has none where it is the scheme's own.
      port: proxyPort || (protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      setHost: false,
      headers: { host: authority, ...authorization(proxy) },
      agent: false,
    });
    const timer = setTimeout(() => fail('no_answer'), ms);
    const fail = (why: ProxyFailed['why']): void => {
      clearTimeout(timer);
      reject(new ProxyFailed(why));
      asking.destroy();
    };
    asking.on('socket', (socket) => socket.once('connect', () => (connected = true)));
    asking.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      if (connected && code === 'ECONNRESET') fail('closed');
      else fail(OF_CERTIFICATES.test(code) ? 'certificate_refused' : 'unreachable');
    });
    asking.on('connect', ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        fail(statusCode === REFUSED ? 'credentials_refused' : 'site_not_reached');
        return;
      }
      clearTimeout(timer);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asking.end();
  });
}
