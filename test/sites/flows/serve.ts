import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback } from '../sample/listen.js';

/** One request, as far as a small site looks at it. */
export interface Visit {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Fields of a form that was posted; null for every other request. */
  readonly form: URLSearchParams | null;
  readonly cookies: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
}

/** A page as the inside of its body, 200 unless it says otherwise, a script, or a way elsewhere; each may set cookies, written as `name=value`. */
export type Answer =
  | string
  | {
      readonly body: string;
      readonly status?: number;
      readonly cookies?: readonly string[];
      readonly script?: true;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly to: string; readonly cookies?: readonly string[] };

export interface FlowSite {
  /** Host and port. */
  readonly host: string;
  readonly origin: string;
  /** Forms that were posted, oldest first: path and fields. */
  readonly posts: readonly { readonly path: string; readonly fields: Readonly<Record<string, string>> }[];
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** A name that means loopback. @default 'localhost' */
  readonly hostname?: string;
  /** What the site takes the time for, in ms since the epoch; goes into its `Date` header. @default Date.now */
  readonly clock?: () => number;
}

const page = (body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Example</title>
<style>body{font:16px sans-serif;max-width:32rem;margin:2rem auto}label,input,button{display:block;margin:.3rem 0}</style>
</head><body>${body}</body></html>`;

const cookiesOf = (header: string | undefined): Map<string, string> =>
  new Map(
    (header ?? '').split(/;\s*/).map((pair): [string, string] => {
      const [name = '', value = ''] = pair.split('=', 2);
      return [name, value];
    }),
  );

/** Serves a small site on loopback. What `answer` knows no page for is 404 (RFC 9110 section 15.5.5). */
export async function serveFlow(
  answer: (visit: Visit) => Answer | undefined | Promise<Answer | undefined>,
  { hostname = 'localhost', clock = Date.now }: ServeOptions = {},
): Promise<FlowSite> {
  const posts: { path: string; fields: Record<string, string> }[] = [];
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
    const isPost = incoming.method === 'POST';
    const form = isPost ? new URLSearchParams(Buffer.concat(chunks).toString('utf8')) : null;
    if (form !== null) posts.push({ path: pathname, fields: Object.fromEntries(form) });
    const found = await answer({
      path: pathname,
      query: searchParams,
      form,
      cookies: cookiesOf(incoming.headers.cookie),
      headers: incoming.headers,
    });
    outgoing.setHeader('date', new Date(clock()).toUTCString());
    const cookies = typeof found === 'object' ? (found.cookies ?? []) : [];
    if (cookies.length > 0)
      outgoing.setHeader(
        'set-cookie',
        cookies.map((cookie) => `${cookie}; Path=/; HttpOnly; SameSite=Lax`),
      );
    const headers = typeof found === 'object' && 'headers' in found ? found.headers : {};
    if (typeof found === 'object' && 'to' in found) {
      outgoing.writeHead(303, { location: found.to }).end();
      return;
    }
    const status = typeof found === 'object' ? (found.status ?? 200) : 200;
    const body = typeof found === 'object' ? found.body : (found ?? 'Not here.');
    const isScript = typeof found === 'object' && found.script === true;
    const type = isScript ? 'text/javascript' : 'text/html';
    outgoing.writeHead(found === undefined ? 404 : status, { 'content-type': `${type}; charset=utf-8`, ...headers });
    outgoing.end(isScript ? body : page(body));
  };
  const listener = await listenOnLoopback((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  }, 0);
  const host = `${hostname}:${listener.port}`;
  return { host, origin: `http://${host}`, posts, stop: listener.close };
}
