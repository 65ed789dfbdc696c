import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in the session of a site: cookies, one of them for the whole site, and every kind of storage. */
const keeps = (user: string, then: string): string => `<script>
  localStorage.user = '${user}';
  sessionStorage.user = '${user}';
  const opening = indexedDB.open('session', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('users').put('${user}', 'user');
  opening.onsuccess = () => { opening.result.close(); ${then} };
</script>`;
const cookiesOf = (user: string, host: string): string[] => [
  `sid=${user}; Path=/; HttpOnly`,
  `app=${user}; Path=/; Domain=${host}`,
];

const FORM = `<h1>Sign in</h1><form method="post" action="/login">
  <label for="user">User name</label><input id="user" name="username" autocomplete="username">
  <label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password">
  <button>Sign in</button></form>`;

const welcome = (user: string): string => `<h1>Your account</h1><p>Signed in as ${user}</p><a href="/out">Log out</a>`;

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

const sidOf = ({ headers }: IncomingMessage): string | undefined =>
  /(?:^|; )sid=([^;]+)/.exec(headers.cookie ?? '')?.[1];

/** A site that shows its form to everybody, and is logged in to at another one alone. */
const KEEPS_NOTHING = 'stands.localhost';

type At = (name: string) => string;

/** Where a login leads: what is not listed, to the home page of its own site. */
const loginLeadsTo = (host: string, at: At): string => {
  if (host === 'hostile.localhost') return `${at('bank')}/as/mallory`;
  return host === 'leads.localhost' || host === KEEPS_NOTHING ? `${at('bank')}/as/somebody` : '/home';
};

/** Where an address leads that logs in as somebody. */
const addressLeadsTo = (host: string, user: string, at: At): string => {
  if (user === 'somebody') return '/home';
  return host === 'bank.localhost' ? `${at('passed')}/as/mallory` : `${at('hostile')}/home`;
};

/** All that a page can write of its own site, and what stays there beyond its session. */
const WRITES_ALL = `<script>
  document.cookie = 'seen=mallory; path=/';
  document.cookie = 'sid=mallory; path=/home';
  sessionStorage.user = localStorage.user = localStorage.left = 'mallory';
  indexedDB.deleteDatabase('session');
  indexedDB.open('left', 1).onupgradeneeded = (event) => event.target.result.createObjectStore('left').put('mallory', 'user');
  caches.open('left').then((cache) => cache.put('/home', new Response('<h1>mallory</h1>')));
  navigator.serviceWorker.register('/worker.js').catch(() => undefined);
</script>`;
const ANSWERS_ALL = `addEventListener('fetch', (event) => event.respondWith(caches.match('/home')));`;

/** Cookies that a frame of another site may keep as well: shared, and in a jar of its own. */
const FRAME_COOKIES = ['sid=mallory', 'app=mallory; Partitioned'].map(
  (cookie) => `${cookie}; Path=/; Secure; SameSite=None`,
);

/** A login by way of the bank: a frame, a window, and then redirects that clear what the bank had and log in as somebody else. */
const invades = (at: At): string => `<h1>Signing in</h1><iframe src="${at('bank')}/writes"></iframe><script>
  open('${at('bank')}/writes');
  setTimeout(() => location.replace('${at('bank')}/clears'), 1000);
</script>`;

/** Sites that share a browser profile, by their hosts on one port. */
export interface SharingSites {
  at(name: string): string;
  stop(): Promise<void>;
}

/**
 * Every host is an honest site with a login of its own, by which whoever has its cookie is let in. `hostile.localhost` sends who logs in by way of
 * `bank.localhost`, where an address logs them in as somebody else (login CSRF), and of `passed.localhost`. A login of `leads.localhost` ends
 * at the bank, and so does one of `stands.localhost`, which has no page of its own behind its login.
 */
export async function serveSharing(): Promise<SharingSites> {
  const server = createServer(async (request, response) => {
    const host = request.headers.host ?? '';
    const [name = ''] = host.split(':');
    const at: At = (other) => `http://${other}.localhost:${host.split(':')[1]}`;
    const url = new URL(request.url ?? '/', `http://${host}`);
    const html = (text: string, headers: Record<string, string | string[]> = {}) =>
      response
        .writeHead(200, { 'content-type': 'text/html', ...headers })
        .end(`<!doctype html><title>${name}</title>${text}`);
    const sid = sidOf(request);
    if (url.pathname === '/writes') return html(WRITES_ALL, { 'set-cookie': FRAME_COOKIES });
    if (url.pathname === '/worker.js')
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(ANSWERS_ALL);
    if (url.pathname === '/clears') {
      const gone = ['sid', 'app'].map((cookie) => `${cookie}=; Path=/; Max-Age=0`);
      const headers = { 'set-cookie': gone, 'clear-site-data': '"cookies", "storage"' };
      return response.writeHead(302, { ...headers, location: `${at('bank')}/swaps` }).end();
    }
    if (url.pathname === '/swaps') {
      const headers = { 'set-cookie': cookiesOf('mallory', name), location: `${at('invades')}/home` };
      return response.writeHead(302, headers).end();
    }
    if (url.pathname === '/login') {
      const user = (await bodyOf(request)).get('username') ?? '';
      if (name === 'invades.localhost') return html(invades(at), { 'set-cookie': cookiesOf(user, name) });
      const next = loginLeadsTo(name, at);
      return html(keeps(user, `location.replace('${next}')`), { 'set-cookie': cookiesOf(user, name) });
    }
    // Somebody is logged in by an address alone, and sent on.
    if (url.pathname.startsWith('/as/')) {
      const user = url.pathname.slice('/as/'.length);
      const next = addressLeadsTo(name, user, at);
      return html(keeps(user, `location.replace('${next}')`), { 'set-cookie': cookiesOf(user, name) });
    }
    if (name === KEEPS_NOTHING) return html(FORM);
    if (url.pathname === '/home' && sid !== undefined) return html(welcome(sid));
    if (url.pathname === '/favicon.ico') return response.writeHead(404).end();
    return sid === undefined ? html(FORM) : response.writeHead(302, { location: '/home' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    at: (name) => `${name}.localhost:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
