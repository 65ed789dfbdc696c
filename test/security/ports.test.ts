import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PORTS_CLOSED_TO_BROWSERS } from '../../worker/closed-ports.js';
import { adminKey, asker, storePartial, waitingLogin } from '../server/http/support.js';
import { type Listening, listeningPorts } from '../support/listening.js';
import { joinTestStack, type TestStack } from '../support/stack.js';

const ANSWER_MS = 3_000;

let stack: TestStack;
let ports: Listening[];
beforeAll(async () => {
  stack = await joinTestStack();
  await storePartial(stack);
  // With a page open, and a browser for somebody: both can bring ports of their own.
  await waitingLogin(stack.auth, stack.domain, 'ports');
  const ask = asker(stack.stack.file.http_url!);
  const started = await ask('POST', '/browsers', await adminKey(stack), {});
  expect(started.status).toBe(200);
  ports = await listeningPorts(Object.values(await stack.pids()).filter((pid) => pid !== process.pid));
  await ask('DELETE', `/browsers/${started.body.session_id}`, await adminKey(stack));
});
afterAll(() => stack.stop());

/** The status line that comes back; empty when the connection is closed, or nothing comes. */
const statusOf = (port: number, path: string, headers: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write([`GET ${path} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'));
    });
    const done = () => {
      socket.destroy();
      resolve(/^HTTP\/1\.\d (\d+)/.exec(text)?.[1] ?? '');
    };
    socket.on('data', (part) => {
      text += part;
    });
    socket.on('close', done);
    socket.on('error', done);
    socket.setTimeout(ANSWER_MS, done);
  });

/** A page in the operator's browser can't have it: its browser opens no connection to this port (WHATWG Fetch, section 2.9). */
const isClosedToBrowsers = ({ port }: Listening): boolean => PORTS_CLOSED_TO_BROWSERS.includes(port);

/** What one of the programs answers to whoever may ask. */
const PATHS = ['/', '/healthz', '/openapi.json', '/json/version', '/metrics', '/api/v1/namespaces'];

const served = async (headers: (port: number) => readonly string[]): Promise<string[]> => {
  const open = ports.filter((listening) => !isClosedToBrowsers(listening));
  const asked = open.flatMap(({ port }) => PATHS.map((path) => ({ port, path })));
  const answers = await Promise.all(
    asked.map(async ({ port, path }) => [`${port}${path}`, await statusOf(port, path, headers(port))] as const),
  );
  return answers.filter(([, status]) => /^[23]/.test(status)).map(([address]) => address);
};

describe('every port that the stack opens', () => {
  it('is bound to loopback', () => {
    expect(ports.length).toBeGreaterThan(1);
    expect(ports.filter(({ loopback }) => !loopback)).toEqual([]);
  });

  it('serves nothing by a name that was made to resolve to this machine', async () => {
    expect(await served((port) => [`Host: evil.example:${port}`])).toEqual([]);
  });

  it('serves nothing to a page of another site', async () => {
    expect(await served((port) => [`Host: 127.0.0.1:${port}`, 'Origin: https://evil.example'])).toEqual([]);
  });

  it('answers who comes by its own name', async () => {
    const port = Number(new URL(stack.stack.file.http_url!).port);
    expect(await statusOf(port, '/healthz', [`Host: localhost:${port}`])).toBe('200');
  });
});
