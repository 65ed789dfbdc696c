import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenOnLoopback } from '../sites/sample/listen.js';

/** Stands in front of an application and counts the requests that carry a text. */
export interface Counter {
  readonly port: number;
  /** How many requests carried the text in their body, raw or encoded. What goes over a WebSocket is not counted. */
  carrying(text: string): number;
  close(): Promise<void>;
}

export async function countInFrontOf(port: number): Promise<Counter> {
  const bodies: string[] = [];
  const tunnels = new Set<Duplex>();
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    bodies.push(body.toString('utf8'));
    const { method, headers, url: path } = incoming;
    // A connection that is used again may be one that the application is just closing: then the browser would get no answer.
    const upstream = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    upstream.end(body);
  };
  /** A WebSocket passes through as it is (RFC 6455 section 4). */
  const tunnel = (incoming: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const { method, url: path, rawHeaders: raw } = incoming;
    const lines = raw.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${raw[at + 1]}`] : []));
    const upstream = connect(port, '127.0.0.1');
    upstream.write([`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    upstream.write(head);
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      tunnels.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        tunnels.delete(one);
        other.destroy();
      });
    }
  };
  const listener = await listenOnLoopback(
    (incoming, outgoing) => {
      handle(incoming, outgoing).catch(() => outgoing.destroy());
    },
    0,
    tunnel,
  );
  return {
    port: listener.port,
    carrying: (text) => {
      const writings = [text, encodeURIComponent(text), encodeURIComponent(text).replaceAll('%20', '+')];
      return bodies.filter((body) => writings.some((writing) => body.includes(writing))).length;
    },
    close: () => {
      for (const socket of tunnels) socket.destroy();
      return listener.close();
    },
  };
}
