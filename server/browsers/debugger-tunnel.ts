import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { refusalOf } from '../../worker/own-address.js';
import type { ServerConfig } from '../config.js';
import type { Browsers, RunningBrowser } from './browsers.js';

const PATH = /^\/browsers\/([\w-]{10,64})\/cdp$/;
/** Headers of a WebSocket's opening handshake (RFC 6455 section 4.1) that go on to Chromium, and no other. */
const PASSED_ON = ['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-extensions', 'sec-websocket-protocol'];

/** Address of the debugger of a browser, through this server. */
export const debuggerUrl = (publicUrl: string, { id, token }: RunningBrowser): string =>
  `${publicUrl.replace(/^http/, 'ws')}/browsers/${id}/cdp?token=${token}`;

const refuse = (socket: Duplex): void =>
  void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');

function browserFor(request: IncomingMessage, browsers: Browsers, config: ServerConfig): RunningBrowser | null {
  const { host, origin } = request.headers;
  // No page has business here, not even one of this server.
  if (origin !== undefined || refusalOf({ host, origin }, config) !== null) return null;
  const [path = '', query] = (request.url ?? '').split('?');
  const id = PATH.exec(path)?.[1];
  const browser = id === undefined ? null : browsers.withToken(id, new URLSearchParams(query).get('token') ?? '');
  return browser?.ending ? null : browser;
}

/** The handshake again, as Chromium is to see it: its own address, and nothing of what the client sent besides. */
function handshake({ headers }: IncomingMessage, { port, path }: RunningBrowser['launched']['debugger']): string {
  const passedOn = PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [`${name}: ${headers[name]}`]));
  const own = [`Host: 127.0.0.1:${port}`, 'Upgrade: websocket', 'Connection: Upgrade'];
  return [`GET ${path} HTTP/1.1`, ...own, ...passedOn, '', ''].join('\r\n');
}

/** Answers the server's `upgrade` event: carries a WebSocket to the debugger of the browser that its token opens. */
export const debuggerTunnel =
  (browsers: Browsers, config: ServerConfig) =>
  (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const used = browserFor(request, browsers, config);
    if (!used) {
      refuse(socket);
      return;
    }
    const chromium = connect(used.launched.debugger.port, '127.0.0.1');
    used.connections += 1;
    const over = (): void => {
      socket.destroy();
      chromium.destroy();
    };
    chromium.once('connect', () => {
      chromium.write(handshake(request, used.launched.debugger));
      if (head.length > 0) chromium.write(head);
      chromium.pipe(socket).pipe(chromium);
    });
    chromium.on('error', over);
    socket.once('close', over);
    chromium.once('close', () => {
      used.connections -= 1;
      used.lastUsedAt = Date.now();
      over();
    });
  };
