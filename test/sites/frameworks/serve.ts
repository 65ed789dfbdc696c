/** A small server whose every header is the site's own: cookies with their flags, codings, redirects. */
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { listenOnLoopback } from '../sample/listen.js';

export const PASSWORD = 'a good passphrase';

export interface Asked {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Fields of a form or of JSON; empty for a GET. */
  readonly sent: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
}

export interface Reply {
  readonly status?: number;
  readonly to?: string;
  readonly body?: string;
  readonly json?: unknown;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly coding?: keyof typeof CODINGS;
}

/** A site with accounts, whose sessions are ended on its own side. */
export interface Framework {
  reply(asked: Asked): Reply;
  /** Ends all sessions, without a word. */
  end(): void;
  readonly logins: () => number;
  /** Some days later: what it shows has changed. */
  later?(): void;
  /** What a site in trouble answers to everybody. */
  trouble?: Reply | null;
}

const CODINGS = {
  gzip: gzipSync,
  br: (bytes: Buffer) => brotliCompressSync(bytes),
  deflate: deflateSync,
  rawDeflate: deflateRawSync,
} as const;

export const random = (bytes = 18): string => randomBytes(bytes).toString('base64url');

export const isRight = ({ sent }: Asked): boolean =>
  Object.values(sent).includes('ada') && Object.values(sent).includes(PASSWORD);

function sentOf(body: string, type = ''): Record<string, string> {
  if (!type.includes('json')) return Object.fromEntries(new URLSearchParams(body));
  const flat: Record<string, string> = {};
  const walk = (value: unknown): void => {
    for (const [key, each] of Object.entries(value as object))
      if (typeof each === 'object' && each !== null) walk(each);
      else flat[key] = String(each);
  };
  walk(JSON.parse(body || '{}'));
  return flat;
}

/** @returns where it listens, and how many requests came */
export async function serveFramework(site: Framework, hostname = 'localhost') {
  let requests = 0;
  const listener = await listenOnLoopback(async (incoming, outgoing) => {
    requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
    const pairs = (incoming.headers.cookie ?? '').split('; ').map((pair) => pair.split(/=(.*)/s).slice(0, 2));
    const asked: Asked = {
      method: incoming.method ?? 'GET',
      host: incoming.headers.host ?? '',
      path: pathname,
      query: searchParams,
      sent: sentOf(Buffer.concat(chunks).toString(), incoming.headers['content-type']),
      cookies: Object.fromEntries(pairs),
      headers: incoming.headers,
    };
    const reply = site.trouble ?? site.reply(asked);
    const text = reply.json === undefined ? (reply.body ?? '') : JSON.stringify(reply.json);
    const bytes = reply.coding === undefined ? Buffer.from(text) : CODINGS[reply.coding](Buffer.from(text));
    outgoing.writeHead(reply.status ?? (reply.to === undefined ? 200 : 302), {
      'content-type': reply.json === undefined ? 'text/html; charset=utf-8' : 'application/json',
      ...(reply.to !== undefined && { location: reply.to }),
      ...(reply.cookies && { 'set-cookie': [...reply.cookies] }),
      ...(reply.coding && { 'content-encoding': reply.coding === 'rawDeflate' ? 'deflate' : reply.coding }),
      ...reply.headers,
    });
    outgoing.end(bytes);
  }, 0);
  return { host: `${hostname}:${listener.port}`, requests: () => requests, stop: listener.close };
}

export const page = (title: string, body: string, head = ''): string =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}</head>\n<body>${body}</body></html>`;
