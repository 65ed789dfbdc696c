/** Whether a site gives anything for a token. What is not clear counts as yes: a session that works is not dropped. */
import { expect, it } from 'vitest';
import { wayOutOf } from '../../../activities/browser/index.js';
import { isServedAsStranger } from '../../../activities/session-check/served.js';
import type { ProbeRequest } from '../../../activities/vault/probe.js';
import { listenOnLoopback } from '../../sites/sample/listen.js';

interface Reply {
  readonly status?: number;
  readonly body?: string;
}

const TOKEN = 'a-token-of-an-earlier-login';

/** @param answer by path, and by whether the token came along */
async function isServed(answer: (path: string, hasToken: boolean) => Reply, paths: readonly string[]) {
  let asked = 0;
  const site = await listenOnLoopback((incoming, outgoing) => {
    asked += 1;
    const { status = 200, body = '' } = answer(incoming.url!, incoming.headers.authorization === `Bearer ${TOKEN}`);
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }, 0);
  try {
    const host = `localhost:${site.port}`;
    const at = `http://${host}`;
    const value = {
      header: 'authorization',
      before: 'Bearer ',
      from: 'local',
      at,
      key: 't',
      path: [],
      isOld: true,
    } as const;
    const requests = paths.map(
      (path): ProbeRequest => ({ url: at + path, type: 'api', values: [value], marked: false }),
    );
    const origins = [{ origin: at, localStorage: [{ name: 't', value: TOKEN }] }];
    const session = { storage_state: { cookies: [], origins }, session_storage: null };
    const asker = { way: wayOutOf(host, null), identity: null, clock: Date.now };
    return { answer: await isServedAsStranger(asker, requests, session), asked };
  } finally {
    await site.close();
  }
}

it.each<[string, (path: string, hasToken: boolean) => Reply, boolean]>([
  ['the same empty list', () => ({ body: '[]' }), true],
  ['the same refusal', () => ({ status: 401, body: '{"error":"no"}' }), true],
  ['a list of its own', (_, hasToken) => ({ body: hasToken ? '["pears"]' : '[]' }), false],
  ['an answer where strangers are refused', (_, hasToken) => ({ status: hasToken ? 200 : 401 }), false],
  ['another refusal', (_, hasToken) => ({ status: hasToken ? 403 : 401 }), false],
  ['one of two answers of its own', (path, hasToken) => ({ body: path === '/b' && hasToken ? '[1]' : '[]' }), false],
  ['trouble', () => ({ status: 500, body: 'Oops' }), false],
  ['too many requests', () => ({ status: 429 }), false],
])('%s', async (_, answer, isAsStranger) => {
  expect((await isServed(answer, ['/a', '/b'])).answer).toBe(isAsStranger);
});

it('an answer that changes by itself tells nothing', async () => {
  let now = 0;
  const clock = () => {
    now += 1;
    return { body: `{"now":${now}}` };
  };
  expect((await isServed(clock, ['/a'])).answer).toBe(false);
});

it('no more is asked than it takes to see that it is known', async () => {
  expect(await isServed((_, hasToken) => ({ body: String(hasToken) }), ['/a', '/b', '/c'])).toEqual({
    answer: false,
    asked: 2,
  });
  expect(await isServed(() => ({}), [])).toEqual({ answer: false, asked: 0 });
});
