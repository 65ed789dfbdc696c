import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { serveUi, type UiProxy } from '../../../worker/stack/ui-proxy.js';

interface Seen {
  readonly method?: string;
  readonly path?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Stands for Temporal's UI: notes what reaches it. */
let ui: Server;
let uiPort: number;
let proxy: UiProxy;
let seen: Seen[] = [];

beforeAll(async () => {
  ui = createServer(async (from, answer) => {
    let body = '';
    for await (const chunk of from) body += chunk;
    seen.push({ method: from.method, path: from.url, headers: from.headers, body });
    answer.writeHead(201, { 'Set-Cookie': ['a=1', 'b=2'] }).end('from the UI');
  }).listen(0, '127.0.0.1');
  await once(ui, 'listening');
  uiPort = (ui.address() as AddressInfo).port;
  proxy = await serveUi(0, () => uiPort);
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  await proxy.stop();
  ui.close();
});

const portOf = () => Number(new URL(proxy.url).port);
const host = () => `127.0.0.1:${portOf()}`;

/** Asks as any program can: with headers that a browser chooses by itself. */
async function ask(options: { method?: string; path?: string; headers?: Record<string, string>; body?: string } = {}) {
  const { method = 'GET', path = '/', headers = {}, body = '' } = options;
  const call = request({ host: '127.0.0.1', port: portOf(), method, path, headers: { host: host(), ...headers } });
  call.end(body);
  const [response] = await once(call, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

describe('refuses, and tells the UI nothing of', () => {
  test.each([
    ['a name that was made to resolve to this machine', { headers: { host: 'evil.example' } }],
    ['such a name with our port', () => ({ headers: { host: `evil.example:${portOf()}` } })],
    ['our address with another port', { headers: { host: '127.0.0.1:1' } }],
    ['our address without a port', { headers: { host: '127.0.0.1' } }],
    ['a name that ends like ours', () => ({ headers: { host: `evil.localhost:${portOf()}` } })],
    ['a form of another site', { method: 'POST', headers: { origin: 'http://evil.example' }, body: '{}' }],
    ['a form of a page without an origin', { method: 'POST', headers: { origin: 'null' }, body: '{}' }],
    ['a page on another port of this machine', { method: 'POST', headers: { origin: 'http://127.0.0.1:1' } }],
    ['our name over https', () => ({ method: 'POST', headers: { origin: `https://${host()}` } })],
    ['the other one of our names', () => ({ method: 'POST', headers: { origin: `http://localhost:${portOf()}` } })],
    ['a picture in a page of another site', { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a page of another port in the same site', { headers: { 'sec-fetch-site': 'same-site' } }],
    ['a whole address in the request line', { path: 'http://evil.example/api/v1/namespaces' }],
    ['the request line of a tunnel', { path: '*', method: 'OPTIONS' }],
  ])('%s', async (_, given) => {
    const options = typeof given === 'function' ? given() : given;
    expect(await ask(options)).toMatchObject({ status: 403 });
    expect(seen).toEqual([]);
  });
});

describe('lets through', () => {
  test('what its own pages send', async () => {
    const headers = { origin: proxy.url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
    const answer = await ask({ method: 'POST', path: '/api/v1/x?y=1', headers, body: '{"a":1}' });
    expect(answer).toMatchObject({ status: 201, text: 'from the UI', headers: { 'set-cookie': ['a=1', 'b=2'] } });
    expect(seen).toMatchObject([{ method: 'POST', path: '/api/v1/x?y=1', body: '{"a":1}' }]);
    expect(seen[0]?.headers).toMatchObject({ host: `127.0.0.1:${uiPort}` });
  });

  test.each([
    ['an address that somebody typed', () => ({ headers: { 'sec-fetch-site': 'none' } })],
    ['its other name', () => ({ headers: { host: `localhost:${portOf()}` } })],
  ])('%s', async (_, given) => {
    expect(await ask(given())).toMatchObject({ status: 201 });
  });
});

test('a UI that is gone is told of, not waited for', async () => {
  const alone = await serveUi(0, () => 1);
  const answer = await fetch(alone.url);
  expect(answer.status).toBe(502);
  await alone.stop();
});
