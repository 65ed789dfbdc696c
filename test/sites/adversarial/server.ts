import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback } from '../sample/listen.js';
import type { Places, Trap } from './trap.js';

/** Tells the server what is typed into a trap: an element inside `data-trap`, or any element of the other site. */
const WATCHER = `<script>
  for (const kind of ['input', 'change']) addEventListener(kind, (event) => {
    const [target] = event.composedPath();
    const trapped = document.documentElement.hasAttribute('data-trap') || target.closest('[data-trap]') !== null;
    if (trapped) navigator.sendBeacon('/trapped', String(target.value));
  }, true);
</script>`;

const page = (body: string, isTrap: boolean): string => `<!doctype html>
<html lang="en" ${isTrap ? 'data-trap' : ''}><head><meta charset="utf-8"><title>Sign in</title>${WATCHER}
<style>body{font:16px sans-serif;max-width:30rem;margin:2rem auto}label,input,button{display:block;margin:.3rem 0}</style>
</head><body>${body}</body></html>`;

export interface RunningTrap {
  /** Host and port of the login's own site. */
  readonly host: string;
  /** All that was typed into traps or came to the other site in whatever way. */
  caught(): readonly string[];
  /** What came to the login's own site in a form. */
  received(): readonly string[];
  /** Resolves when somebody asked for the path. */
  asked(path: string): Promise<void>;
  stop(): Promise<void>;
}

/** Serves a trap: two sites on loopback, by different names. */
export async function serveTrap(trap: Trap): Promise<RunningTrap> {
  const caught: string[] = [];
  const received: string[] = [];
  const asked = new Map<string, () => void>();
  const asking = (path: string): Promise<void> => new Promise((resolve) => asked.set(path, resolve));
  let own: Readonly<Record<string, string>> = {};
  let other: Readonly<Record<string, string>> = {};

  const serve =
    (isOther: boolean) =>
    async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const body = decodeURIComponent(Buffer.concat(chunks).toString('utf8').replaceAll('+', ' '));
      const url = new URL(incoming.url ?? '/', 'http://localhost');
      if (url.pathname === '/trapped') caught.push(body);
      else if (isOther) caught.push(decodeURIComponent(url.search), body);
      else if (incoming.method === 'POST') received.push(body);
      const html = (isOther ? other : own)[url.pathname];
      asked.get(url.pathname)?.();
      if (html?.startsWith('redirect:')) {
        outgoing.writeHead(303, { location: html.slice('redirect:'.length) }).end();
        return;
      }
      const found = html !== undefined || url.pathname === '/trapped';
      const answer =
        incoming.method === 'POST' && !isOther ? '<h1>Welcome back</h1><a href="/logout">Log out</a>' : html;
      outgoing.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
      outgoing.end(page(answer ?? '', isOther));
    };

  const listen = (isOther: boolean) =>
    listenOnLoopback((incoming, outgoing) => {
      serve(isOther)(incoming, outgoing).catch(() => outgoing.destroy());
    }, 0);
  const [ownListener, otherListener] = await Promise.all([listen(false), listen(true)]);
  const places: Places = {
    own: `http://localhost:${ownListener.port}`,
    other: `http://127.0.0.1:${otherListener.port}`,
  };
  own = trap.own(places);
  other = trap.other?.(places) ?? {};
  return {
    host: `localhost:${ownListener.port}`,
    caught: () => caught.filter((text) => text !== ''),
    received: () => received,
    asked: asking,
    stop: async () => {
      await Promise.all([ownListener.close(), otherListener.close()]);
    },
  };
}
