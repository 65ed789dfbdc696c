/** Which request is learned, and what that costs the site. */
import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { wayOutOf } from '../../../activities/browser/index.js';
import { learnProbe } from '../../../activities/session-check/learn.js';
import type { Probe, ProbeRequest } from '../../../activities/vault/probe.js';
import { listenOnLoopback } from '../../sites/sample/listen.js';

interface Reply {
  readonly status?: number;
  readonly to?: string;
  readonly body?: string;
  readonly cookie?: string;
}

const cookieOf = ({ headers }: IncomingMessage, name: string): string =>
  new RegExp(`${name}=([^;]*)`).exec(headers.cookie ?? '')?.[1] ?? '';

const cookie = (name: string, value: string, httpOnly = true) => ({
  name,
  value,
  httpOnly,
  domain: 'localhost',
  path: '/',
  expires: -1,
  secure: false,
  sameSite: 'Lax' as const,
});

type Cookie = ReturnType<typeof cookie>;

/** What is learned at a site, and how many requests that took. */
async function learned(
  answer: (path: string, incoming: IncomingMessage) => Reply,
  paths: readonly string[],
  cookies: readonly Cookie[],
  old_cookies: readonly string[],
) {
  let asked = 0;
  const site = await listenOnLoopback((incoming, outgoing) => {
    asked += 1;
    const { status = 200, to, body = '', cookie } = answer(incoming.url!, incoming);
    if (cookie !== undefined) outgoing.setHeader('set-cookie', cookie);
    outgoing.writeHead(to === undefined ? status : 302, { 'content-type': 'text/html', ...(to && { location: to }) });
    outgoing.end(body);
  }, 0);
  try {
    const host = `localhost:${site.port}`;
    const requests = paths.map((path): ProbeRequest => {
      const type = path.startsWith('api:') ? 'api' : 'document';
      return { url: `http://${host}${path.replace('api:', '')}`, type, values: [], marked: false };
    });
    const session = { storage_state: { cookies: [...cookies], origins: [] }, session_storage: null };
    const asker = { way: wayOutOf(host, null), identity: null, clock: Date.now };
    const {
      probe,
      second,
      left,
      session: after,
      is_doubtful,
    } = await learnProbe(asker, { requests, old_cookies }, session);
    const values = after.storage_state.cookies.map(({ value }) => value);
    const pathOf = (of: Probe | null) => of && new URL(of.request.url).pathname;
    return { path: pathOf(probe), second: pathOf(second), left: left.length, asked, values, is_doubtful };
  } finally {
    await site.close();
  }
}

const SESSION = cookie('sid', 'mmmmmmmmmmmmmmmmmmmm1');
const isIn = (incoming: IncomingMessage): boolean => cookieOf(incoming, 'sid') === SESSION.value;
const LOGIN = '<p>Sign in</p>';

it('takes the first request that tells, and asks no other', async () => {
  const answer = (path: string, incoming: IncomingMessage): Reply =>
    path === '/login' ? { body: LOGIN } : isIn(incoming) ? { body: '<p>Hello Ada</p>' } : { to: '/login' };
  expect(await learned(answer, ['/me', '/orders', '/'], [SESSION], [])).toMatchObject({
    path: '/me',
    second: null,
    left: 0,
    asked: 5,
  });
});

it('takes a second one beside a call of scripts, of another address', async () => {
  const answer = (_: string, incoming: IncomingMessage): Reply =>
    isIn(incoming) ? { body: '{"name":"Ada"}' } : { status: 401, body: '{}' };
  const told = (...paths: string[]) => learned(answer, paths, [SESSION], []);
  expect(await told('api:/me', 'api:/me?page=2', 'api:/orders', '/')).toMatchObject({
    path: '/me',
    second: '/orders',
    asked: 8,
  });
  expect(await told('api:/me')).toMatchObject({ path: '/me', second: null });
});

it('asks nothing more of a site that counts requests, and keeps the rest for another time', async () => {
  let most = 1;
  const answer = (_: string, incoming: IncomingMessage): Reply => {
    most -= 1;
    return most < 0 ? { status: 429 } : { body: isIn(incoming) ? '<p>Log out</p>' : LOGIN };
  };
  const all = ['/', '/orders', '/bills'];
  expect(await learned(answer, all, [SESSION], [])).toMatchObject({
    path: null,
    left: 3,
    asked: 4,
    is_doubtful: false,
  });
  most = 0;
  expect(await learned(answer, all, [SESSION], [])).toMatchObject({ path: null, left: 3, asked: 1 });
});

it('passes over what differs by who visits, not by who is logged in', async () => {
  const VISITOR = cookie('visitor', 'vvvvvvvvvvvvvvvvvvvvvvv2');
  const LANGUAGE = cookie('language', 'de', false);
  const answer = (path: string, incoming: IncomingMessage): Reply => {
    if (path === '/basket') return { body: `<p>Basket of ${cookieOf(incoming, 'visitor') || 'somebody new'}</p>` };
    if (path === '/words') return { body: cookieOf(incoming, 'language') === 'de' ? '<p>Hallo</p>' : '<p>Hello</p>' };
    return { body: isIn(incoming) ? '<p>Log out</p>' : LOGIN };
  };
  const all = [SESSION, VISITOR, LANGUAGE];
  expect(await learned(answer, ['/basket', '/words', '/'], all, ['visitor'])).toMatchObject({ path: '/' });
});

it('believes a way to the login where the session of a visitor became that of the user, and no way to another language', async () => {
  const toLogin = (path: string, incoming: IncomingMessage): Reply =>
    path === '/login' ? { body: LOGIN } : isIn(incoming) ? { body: '<p>Hello Ada</p>' } : { to: '/login' };
  expect(await learned(toLogin, ['/'], [SESSION], ['sid'])).toMatchObject({ path: '/' });
  const toLanguage = (path: string, incoming: IncomingMessage): Reply =>
    path === '/en' || cookieOf(incoming, 'language')
      ? { body: `<p>${path === '/en' ? 'Hello' : 'Hallo'}</p>` }
      : { to: '/en' };
  expect(await learned(toLanguage, ['/'], [cookie('language', 'de')], ['language'])).toMatchObject({ path: null });
});

it('keeps what nobody answered for another time, and not what says nothing', async () => {
  const answer = (path: string): Reply => (path === '/same' ? { body: LOGIN } : { status: 502 });
  expect(await learned(answer, ['/same', '/later'], [SESSION], [])).toMatchObject({ path: null, left: 1 });
});

it('takes what turns strangers away before what only differs, and a page before what scripts ask', async () => {
  const answer = (path: string, incoming: IncomingMessage): Reply => {
    if (path === '/greeting') return { body: cookieOf(incoming, 'known') ? '<p>Ada</p>' : '<p>you</p>' };
    if (path === '/orders') return isIn(incoming) ? { body: '<p>Your orders</p>' } : { to: '/login' };
    return { body: isIn(incoming) ? '<p>Log out</p>' : LOGIN };
  };
  const both = [SESSION, cookie('known', 'kkkkkkkkkkkkkkkkkkkk2')];
  expect(await learned(answer, ['/greeting', '/', '/orders'], both, [])).toMatchObject({ path: '/orders' });
  expect(await learned(answer, ['api:/greeting', '/'], both, [])).toMatchObject({ path: '/' });
  expect(await learned(answer, ['api:/greeting'], both, [])).toMatchObject({ path: '/greeting' });
});

it.each([
  [2, 0],
  [2, 1],
  [3, 0],
  [3, 1],
  [3, 2],
])('learns nothing from a clock on the page: another time every %i requests, from %i on', async (every, from) => {
  let at = from;
  const page = (): Reply => {
    at += 1;
    return { body: `<h1>Board</h1><p>Seen at 12:00:${Math.floor(at / every)}</p>` };
  };
  // The session has ended, or never was one: the same page is shown to everybody.
  expect(await learned(page, ['/', 'api:/now'], [SESSION], [])).toMatchObject({ path: null });
});

const GONE = 'sid=; Path=/; Max-Age=0';
const ANOTHER = 'sid=sssssssssssssssssssss2; Path=/';
it.each([
  ['sent to log in, and its session is taken away', { to: '/login', cookie: GONE }],
  ['sent to the public page, with a session of a stranger', { to: '/welcome', cookie: ANOTHER }],
  ['refused', { status: 403, cookie: GONE }],
  ['shown the login page where it is', { body: LOGIN, cookie: GONE }],
])('keeps the session of a browser where another client is taken for a stranger: %s', async (_, reply: Reply) => {
  const answer = (path: string): Reply => (path === '/login' || path === '/welcome' ? { body: LOGIN } : reply);
  expect(await learned(answer, ['/', 'api:/me'], [SESSION], [])).toMatchObject({
    path: null,
    values: [SESSION.value],
    is_doubtful: true,
  });
});

it('takes what a member is given on the way to another page', async () => {
  const answer = (_: string, incoming: IncomingMessage): Reply =>
    isIn(incoming) ? { to: '/start', cookie: ANOTHER } : { to: '/login' };
  expect(await learned(answer, ['/'], [SESSION], [])).toMatchObject({ path: null, values: ['sssssssssssssssssssss2'] });
});
