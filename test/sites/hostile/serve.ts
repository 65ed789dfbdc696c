import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOnLoopback } from '../sample/listen.js';

/** What a page of a hostile site answers. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly location?: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long it takes, in ms. @default 0 */
  readonly afterMs?: number;
}

/** The two sites: the one that the login is for, and one that nothing may get to. */
export interface Places {
  readonly own: string;
  readonly other: string;
}

/** Answers requests to a path; `POST /path` only those that send something. */
export type Site = Readonly<Record<string, Answer | string>>;

export interface HostileSite {
  /** Host and port of the login's own site. */
  readonly host: string;
  readonly otherHost: string;
  /** What came to the own site: method, path and body, as they came. */
  readonly received: readonly string[];
  /** What came to the other site, preflights and pages aside. */
  readonly taken: readonly string[];
  stop(): Promise<void>;
}

/** What the own site shows after a login. */
export const WELCOME = '<h1>Welcome back</h1><a href="/logout">Log out</a>';

/** Serves both sites on loopback, by different names. */
export async function serveHostile(
  own: (places: Places) => Site,
  other?: (places: Places) => Site,
): Promise<HostileSite> {
  const received: string[] = [];
  const taken: string[] = [];
  let sites: { readonly own: Site; readonly other: Site } = { own: {}, other: {} };
  const serve = async (incoming: IncomingMessage, isOther: boolean): Promise<Answer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/' } = incoming;
    const path = new URL(url, 'http://localhost').pathname;
    const line = `${method} ${url} ${Buffer.concat(chunks).toString('latin1')}`;
    if (!isOther) received.push(line);
    else if (method !== 'OPTIONS' && path.startsWith('/take')) taken.push(line);
    const site = isOther ? sites.other : sites.own;
    const answer = site[`${method} ${path}`] ?? (method === 'GET' ? site[path] : undefined) ?? { status: 404 };
    return typeof answer === 'string' ? { html: answer } : answer;
  };
  const listen = (isOther: boolean) =>
    listenOnLoopback(
      async (incoming, outgoing) => {
        const { status = 200, location, html = '', headers = {}, afterMs = 0 } = await serve(incoming, isOther);
        await sleep(afterMs);
        outgoing.writeHead(status, {
          'content-type': 'text/html; charset=utf-8',
          'access-control-allow-origin': incoming.headers.origin ?? '*',
          'access-control-allow-headers': '*',
          ...(location === undefined ? {} : { location }),
          ...headers,
        });
        outgoing.end(
          html === ''
            ? ''
            : `<!doctype html><html lang="en"><head><title>Sign in</title></head><body>${html}</body></html>`,
        );
      },
      0,
      (incoming, socket) => {
        if (isOther) taken.push(`socket ${incoming.url}`);
        socket.destroy();
      },
    );
  const [first, second] = [await listen(false), await listen(true)];
  const places = { own: `http://localhost:${first.port}`, other: `http://127.0.0.1:${second.port}` };
  sites = { own: own(places), other: other?.(places) ?? {} };
  return {
    host: `localhost:${first.port}`,
    otherHost: `127.0.0.1:${second.port}`,
    received,
    taken,
    stop: async () => {
      await Promise.all([first.close(), second.close()]);
    },
  };
}

/** A login form that posts to its own site. */
export const loginForm = (more = '', attributes = ''): string =>
  `<h1>Sign in</h1><form method="post" action="/login" ${attributes}>
    <label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username">
    <label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password">
    ${more || '<button id="send">Sign in</button>'}
  </form>`;
