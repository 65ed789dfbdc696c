// What the sites of all cases have in common. `PORT=8101 node server.mjs` starts one; PORT=0 takes a free port, and the line that is
// printed says which. Every site answers two addresses of its own:
//   GET /_log   what was sent to it: everything but plain GETs, and GETs that carry a query
//   GET /_who   whom it knows by the cookie (or the bearer token) that comes along: {"user": "anna.berg"} or {"user": null}
import { createHash, createHmac, randomBytes } from 'node:crypto';
import http from 'node:http';

export const NAME = 'anna.berg';
export const PASSWORD = 'Tulip-Harbour-42';
export const SECRET = process.env.TOTP_SECRET ?? 'JBSWY3DPEHPK3PXP';
/** Cookie of somebody who has given the password and not yet all. */
export const HALF = 'half=1; Path=/; HttpOnly';

const log = [];
const sessions = new Map();
const note = (method, path, form) => log.push({ at: Date.now(), method, path, form });

// ---- pages

const STYLE =
  'body{font:16px sans-serif;max-width:44em;margin:2em auto}input,button,select{font:inherit;padding:.4em;margin:.3em 0}';
export const html = (title, body, head = '', lang = 'en') =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style>${head}</head><body>${body}</body></html>`;

/** The page behind the login. */
export const members = (words = '') =>
  html('My account', `<h1>Your account</h1><p>Hello, Anna Berg.</p>${words}<p><a href="/logout">Log out</a></p>`);

/** A plain login page. */
export const form = (
  words = '',
  { title = 'Sign in', name = 'User name', word = 'Password', action = '/login', more = '', lang = 'en' } = {},
) =>
  html(
    title,
    `<h1>${title}</h1>${words}<form method="post" action="${action}">
<p><label for="u">${name}</label><br><input id="u" name="username"></p>
<p><label for="p">${word}</label><br><input id="p" name="password" type="password"></p>${more}<button>${title}</button></form>`,
    '',
    lang,
  );

/** For scripts of a page: `await send(path, { ... })` posts JSON and answers JSON. */
export const SEND = `const send = async (path, body) => (await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();`;

export const alert = (words) => `<p role="alert">${words}</p>`;

// ---- who may come in

export const isRight = ({ username, password }) => username === NAME && password === PASSWORD;

/** RFC 6238, six digits, 30 seconds. */
export function totp(step = Math.floor(Date.now() / 30_000), secret = SECRET) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((one) => alphabet.indexOf(one).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(time).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
export const isCode = (code) => [-1, 0, 1].some((n) => totp(Math.floor(Date.now() / 30_000) + n) === code);

// ---- routes

export const home = ({ user }) => ({ to: user === null ? '/login' : '/account' });
export const account = ({ user }) => (user === null ? { to: '/login' } : members());
export const letIn = { to: '/account', logIn: NAME };

/** The usual site: a login page, and an account that only somebody logged in sees. */
export const usual = ({
  page = form,
  right = isRight,
  next = letIn,
  no = alert('Wrong user name or password.'),
  path = '/login',
} = {}) => ({
  '/': home,
  '/account': account,
  'GET /login': () => page(),
  [`POST ${path}`]: ({ form: sent }) => (right(sent) ? next : page(no)),
});

/** A page that comes after the password, for those who have given it. */
export const step = (path, page, right, no = alert('That is not right.'), to = path) => ({
  [`GET ${path}`]: ({ cookies }) => (cookies.half ? page() : { to: '/login' }),
  [`POST ${to}`]: ({ form: sent, cookies }) => (cookies.half && right(sent) ? letIn : page(no)),
});

/** An address that a page sends JSON to. */
export const api = (path, { right = isRight, yes = { ok: true }, no = { ok: false }, status = 200 } = {}) => ({
  [`POST ${path}`]: ({ form: sent }) => (right(sent) ? { json: yes, logIn: NAME } : { status, json: no }),
});

// ---- the server

function read(raw, type = '') {
  try {
    if (raw === '') return {};
    return type.includes('json') ? JSON.parse(raw) : Object.fromEntries(new URLSearchParams(raw));
  } catch {
    return { unreadable: raw };
  }
}
const cookiesOf = (req) =>
  Object.fromEntries(
    (req.headers.cookie ?? '')
      .split(/;\s*/)
      .filter(Boolean)
      .map((one) => one.split(/=(.*)/s)),
  );
const userOf = (req, { sid }) =>
  sessions.get(sid) ?? sessions.get((req.headers.authorization ?? '').replace('Bearer ', '')) ?? null;
/** Begins a session; who has its id is logged in. */
export function begin(user = NAME) {
  const sid = randomBytes(9).toString('hex');
  sessions.set(sid, user);
  return sid;
}

/**
 * Starts the site. A route is `'/path'` or `'POST /path'` and a function of { method, host, path, query, form, cookies, auth, user };
 * it answers a page, or { body, status, to, json, type, cookies, headers, logIn, delay }.
 * @param port of its own where a case has a second site; what that is sent stands in the same log
 */
export function site(routes, port = Number(process.env.PORT ?? 8101)) {
  const server = http.createServer(async (req, res) => {
    const url = new URL(req.url, 'http://localhost');
    let raw = '';
    for await (const part of req) raw += part;
    const cookies = cookiesOf(req);
    const user = userOf(req, cookies);
    const own = { '/_log': log, '/_who': { user } }[url.pathname];
    if (own !== undefined) return res.end(JSON.stringify(own));
    const sent = read(raw, req.headers['content-type']);
    if (req.method !== 'GET' || url.search !== '') note(req.method, url.pathname + url.search, sent);
    const route = routes[`${req.method} ${url.pathname}`] ?? routes[url.pathname];
    const asked = {
      method: req.method,
      host: req.headers.host,
      path: url.pathname,
      query: url.searchParams,
      form: sent,
      cookies,
      auth: req.headers.authorization,
      user,
    };
    let answer =
      route === undefined ? { status: 404, body: html('Not found', '<h1>Not found</h1>') } : await route(asked);
    if (typeof answer === 'string') answer = { body: answer };
    if (answer.delay) await new Promise((resolve) => setTimeout(resolve, answer.delay));
    const set = [...(answer.cookies ?? []), ...(answer.logIn ? [`sid=${begin(answer.logIn)}; Path=/; HttpOnly`] : [])];
    res.writeHead(answer.to ? 303 : (answer.status ?? 200), {
      'content-type': answer.json ? 'application/json' : (answer.type ?? 'text/html; charset=utf-8'),
      ...(answer.to ? { location: answer.to } : {}),
      ...(set.length > 0 ? { 'set-cookie': set } : {}),
      ...answer.headers,
    });
    res.end(answer.json ? JSON.stringify(answer.json) : (answer.body ?? ''));
  });
  server.listen(port, '127.0.0.1', () => console.log(`http://localhost:${server.address().port}/login`));
  return server;
}

/** Lets a site answer over a WebSocket (RFC 6455, short text messages only): `answer` gets what came as JSON and answers JSON. */
export function webSocket(server, answer) {
  server.on('upgrade', (req, socket) => {
    const accept = createHash('sha1')
      .update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('error', () => {});
    socket.on('data', async (frame) => {
      const length = frame[1] & 127;
      if ((frame[0] & 15) !== 1 || length > 125) return socket.end();
      const text = Buffer.from(frame.subarray(6, 6 + length).map((byte, n) => byte ^ frame[2 + (n % 4)])).toString();
      note('WS', req.url, JSON.parse(text));
      const reply = Buffer.from(JSON.stringify(await answer(JSON.parse(text))));
      socket.write(Buffer.concat([Buffer.from([0x81, reply.length]), reply]));
    });
  });
}
