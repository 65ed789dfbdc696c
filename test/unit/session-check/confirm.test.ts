/** Whether an end that an answer speaks of is one, where the site leads elsewhere first. */
import { expect, it } from 'vitest';
import { wayOutOf } from '../../../activities/browser/index.js';
import { confirmed } from '../../../activities/session-check/confirm.js';
import { askWith } from '../../../activities/session-check/prober.js';
import { tellApart } from '../../../activities/session-check/verdict.js';
import type { Probe } from '../../../activities/vault/probe.js';
import { listenOnLoopback } from '../../sites/sample/listen.js';
import { answer as answerOf } from './answer.js';

const SALT = 'salt';
const HOME = '<p>Your orders</p>';

interface Led {
  readonly status?: number;
  readonly to?: string;
  readonly cookies?: readonly string[];
  readonly body?: string;
}

/**
 * What is said of a session that the site has ended; `answer` is what it answers at the other addresses, by cookies.
 * @param drawn what it answers first
 */
async function judged(remembered: string, answer: (path: string, cookies: string) => Led, drawn: Led[] = []) {
  const asked: string[] = [];
  const home = (): Led => drawn.shift() ?? { to: '/login' };
  const site = await listenOnLoopback((incoming, outgoing) => {
    const { url = '/', headers } = incoming;
    asked.push(url);
    const cookies = headers.cookie ?? '';
    const {
      status,
      to,
      cookies: given = [],
      body = '',
    } = url === '/' ? (cookies.includes('sid=new') ? { body: HOME } : home()) : answer(url, cookies);
    outgoing.writeHead(status ?? (to === undefined ? 200 : 302), {
      'content-type': 'text/html',
      ...(to !== undefined && { location: to }),
      'set-cookie': [...given],
    });
    outgoing.end(body);
  }, 0);
  try {
    const host = `localhost:${site.port}`;
    const url = `http://${host}/`;
    const asker = { way: wayOutOf(host, null), identity: null, clock: Date.now };
    const [member, stranger] = [answerOf({ body: HOME }), answerOf({ status: 302, location: `${url}login` })];
    const request = { url, type: 'document', values: [], marked: false } as const;
    const probe: Probe = { request, salt: SALT, ...tellApart([member, member], [stranger, stranger], SALT)! };
    const flags = {
      domain: 'localhost',
      path: '/',
      expires: -1,
      httpOnly: true,
      secure: false,
      sameSite: 'Lax',
    } as const;
    const cookies = [
      { name: 'sid', value: 'old', ...flags },
      { name: 'remember', value: remembered, ...flags },
    ];
    const session = { storage_state: { cookies, origins: [] }, session_storage: null };
    const first = (await askWith(asker, request, session, 5_000))!;
    const { verdict, last } = await confirmed(asker, probe, session, first);
    const values = last.session.storage_state.cookies.map(({ value }) => value).toSorted();
    return { answer: verdict.answer, values, asked };
  } finally {
    await site.close();
  }
}

it('a site that makes another session of what it remembers has not ended it: what is given on the way is kept', async () => {
  const answer = (_: string, cookies: string): Led =>
    cookies.includes('remember=r1')
      ? { to: '/', cookies: ['sid=new; Path=/', 'remember=r2; Path=/'] }
      : { body: 'Sign in' };
  expect(await judged('r1', answer)).toMatchObject({ answer: 'in', values: ['new', 'r2'] });
  expect(await judged('gone', answer)).toMatchObject({ answer: 'out', asked: ['/', '/login', '/'] });
});

it('is led to no other site, to no address that acts, and not for ever', async () => {
  const to = (next: string) => judged('r1', (path) => (path === '/login' ? { to: next } : { to: path }));
  expect(await to('/logout')).toMatchObject({ answer: 'out', asked: ['/', '/login', '/'] });
  expect(await to('http://elsewhere.invalid/')).toMatchObject({ answer: 'out', asked: ['/', '/login', '/'] });
  expect(await to('/again')).toMatchObject({
    answer: 'out',
    asked: ['/', '/login', '/again', '/again', '/again', '/'],
  });
});

it('what is like neither side is asked for twice more', async () => {
  const nothing = (): Led => ({ body: 'Sign in' });
  const other: Led = { body: '<p>Today we have another design</p>' };
  expect(await judged('gone', nothing, [other, other, { body: HOME }])).toMatchObject({ answer: 'in' });
  expect(await judged('gone', nothing, [other])).toMatchObject({ answer: 'out', asked: ['/', '/', '/login', '/'] });
  expect(await judged('gone', nothing, [other, other, other])).toMatchObject({
    answer: 'inconclusive',
    asked: ['/', '/', '/'],
  });
});

it('nor is an end denied by what is like neither side: the second answer is asked for twice more, too', async () => {
  const nothing = (): Led => ({ body: 'Sign in' });
  const over: Led = { to: '/login' };
  const other: Led = { body: '<p>Today we have another design</p>' };
  expect(await judged('gone', nothing, [over, other])).toMatchObject({
    answer: 'out',
    asked: ['/', '/login', '/', '/'],
  });
  expect(await judged('gone', nothing, [over, other, other, other])).toMatchObject({ answer: 'inconclusive' });
});
