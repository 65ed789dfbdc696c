import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../sites/sample/listen.js';

/** Stands in front of an application and counts the requests that carry a text. */
export interface Counter {
  readonly port: number;
  /** How many requests carried the text in their body, raw or encoded. */
  carrying(text: string): number;
  close(): Promise<void>;
}

export async function countInFrontOf(port: number): Promise<Counter> {
  const bodies: string[] = [];
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    bodies.push(body.toString('utf8'));
    const { method, headers, url: path } = incoming;
    const upstream = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    upstream.end(body);
  };
  const listener = await listenOnLoopback((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  }, 0);
  return {
    port: listener.port,
    carrying: (text) => {
      const writings = [text, encodeURIComponent(text), encodeURIComponent(text).replaceAll('%20', '+')];
      return bodies.filter((body) => writings.some((writing) => body.includes(writing))).length;
    },
    close: () => listener.close(),
  };
}
