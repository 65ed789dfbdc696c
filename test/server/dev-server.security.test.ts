import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PORTS_CLOSED_TO_BROWSERS } from '../../worker/closed-ports.js';
import { type DevServer, startDevServer } from '../../worker/dev-server.js';
import { launchChromium } from '../../worker/launch-chromium.js';
import { needTool } from '../../worker/need-tool.js';
import { serveUi, type UiProxy } from '../../worker/stack/ui-proxy.js';
import { variant, variants } from '../support/variants.js';

/** What Temporal's HTTP API and UI take as the order to start a workflow. */
const START = JSON.stringify({ workflowType: { name: 'authInvocation' }, taskQueue: { name: 'agent-auth' } });
const startPath = (id: string): string => `/api/v1/namespaces/default/workflows/${id}`;

let dir: string;
let server: DevServer;
let ui: UiProxy;
let connection: Connection;
let site: Server;
let browser: Browser;

async function stop(started: DevServer): Promise<void> {
  const exit = once(started.process, 'exit');
  started.process.kill('SIGTERM');
  await exit;
}

/** There are seventeen such ports, and other stacks of the run hold some of them: it waits until three are free. */
async function startClosed(): Promise<DevServer> {
  const { path } = await needTool('temporal');
  for (;;) {
    const started = await startDevServer(path, dir, { port: 0, ui: true }).catch(() => null);
    const { http, metrics } = started?.ports ?? {};
    if (started && [http, metrics].every((port) => PORTS_CLOSED_TO_BROWSERS.includes(port ?? 0))) return started;
    if (started) await stop(started);
    await sleep(2_000);
  }
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-auth-closed-'));
  server = await startClosed();
  ui = await serveUi(0, () => server.ports.ui!);
  connection = await Connection.connect({ address: server.address });
  // A page of somebody else, in a browser of the operator.
  site = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end('<title>elsewhere</title>'));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  site.close();
  await connection.close();
  await ui.stop();
  await stop(server);
  await rm(dir, { recursive: true, force: true });
});

const wasStarted = (id: string): Promise<boolean> =>
  new Client({ connection }).workflow
    .getHandle(id)
    .describe()
    .then(() => true)
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    });

/** What is sent as it stands; the first line of the answer. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connectTcp(port, '127.0.0.1');
  socket.write(text);
  const [data] = await once(socket, 'data');
  socket.destroy();
  return String(data).split('\r\n')[0]!;
}

async function status(port: number, path: string, headers: Record<string, string>, body: string): Promise<number> {
  const call = request({ host: '127.0.0.1', port, path, method: 'POST', headers });
  call.end(body);
  const [response] = await once(call, 'response');
  response.resume();
  return response.statusCode;
}

describe('the HTTP API', () => {
  const { length } = START;
  test.each([
    ['by address', () => `127.0.0.1:${server.ports.http}`],
    ['by name', () => `localhost:${server.ports.http}`],
    ['without a port', () => 'localhost'],
    ['in IPv6', () => `[::1]:${server.ports.http}`],
    ['by a name that was made to resolve to this machine', () => 'evil.example'],
    ['by a name that can not be', () => 'nobody.invalid'],
    ['without a name', () => ''],
  ])('answers nobody who asks for it %s', async (_, host) => {
    const lines = `Host: ${host()}\r\nOrigin: http://evil.example\r\nContent-Type: text/plain\r\nContent-Length: ${length}`;
    expect(await raw(server.ports.http, `POST ${startPath('by-host')} HTTP/1.1\r\n${lines}\r\n\r\n${START}`)).toMatch(
      /^HTTP\/1\.1 403 /,
    );
    expect(await wasStarted('by-host')).toBe(false);
  });

  test.each([
    ['in HTTP/1.0', `POST ${startPath('odd')} HTTP/1.0\r\nContent-Length: ${length}`],
    ['by a whole address', `POST http://localhost${startPath('odd')} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}`],
  ])('answers nobody who asks %s', async (_, head) => {
    expect(await raw(server.ports.http, `${head}\r\n\r\n${START}`)).toMatch(/^HTTP\/1\.[01] 403 /);
    expect(await wasStarted('odd')).toBe(false);
  });

  test('speaks no HTTP/2', async () => {
    const session = connectHttp2(`http://127.0.0.1:${server.ports.http}`);
    session.on('error', () => undefined);
    const call = session.request({ ':method': 'POST', ':path': startPath('http2') });
    call.on('error', () => undefined);
    call.end(START);
    await new Promise<void>((resolve) => session.once('close', () => resolve()));
    expect(await wasStarted('http2')).toBe(false);
  });

  test('is not spoken by the gRPC port', async () => {
    const port = Number(server.address.split(':')[1]);
    const answer = await raw(
      port,
      `POST ${startPath('grpc')} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(answer).not.toMatch(/^HTTP/);
  });
});

describe('a page of somebody else', () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  });

  /** Sends a form's body, as any page may to any address; what it gets to see of the answer. */
  const send = (url: string, body: string): Promise<string> =>
    page.evaluate(
      (given) =>
        fetch(given.url, { method: 'POST', mode: 'no-cors', body: given.body }).then(
          (response) => response.type,
          () => 'not connected',
        ),
      { url, body },
    );

  test('reaches no port of the server but gRPC, which it does not speak', async () => {
    const { http, metrics, ui: uiPort } = server.ports;
    for (const port of [http, metrics, uiPort!]) {
      expect(PORTS_CLOSED_TO_BROWSERS).toContain(port);
      for (const host of ['127.0.0.1', 'localhost']) {
        expect(await send(`http://${host}:${port}${startPath('page')}`, START)).toBe('not connected');
      }
      await expect(browser.newPage().then((tab) => tab.goto(`http://127.0.0.1:${port}/`))).rejects.toThrow(
        'UNSAFE_PORT',
      );
    }
    expect(await wasStarted('page')).toBe(false);
  });

  test.each(variants(3, PORTS_CLOSED_TO_BROWSERS))('is not connected to port %i by the browser', async (port) => {
    const tab = await browser.newPage();
    await expect(tab.goto(`http://127.0.0.1:${port}/`)).rejects.toThrow('UNSAFE_PORT');
    await tab.close();
  });

  test('starts nothing through the address of the UI', async () => {
    expect(await send(`${ui.url}${startPath('through-ui')}`, START)).toBe('opaque');
    expect(await wasStarted('through-ui')).toBe(false);
  });
});

describe('the UI', () => {
  test('starts nothing for who lies about its host or its origin', async () => {
    const { host, port } = new URL(ui.url);
    const [at, path] = [Number(port), startPath('lie')];
    // The UI itself takes this header as the sign that a request is not a browser's.
    const authorization = 'Bearer x';
    expect(await status(at, path, { host: 'evil.example', authorization }, START)).toBe(403);
    expect(await status(at, path, { host, origin: 'http://evil.example', authorization }, START)).toBe(403);
    expect(await wasStarted('lie')).toBe(false);
  });

  variant('works at the address that is printed: its page shows a workflow, and its page may start one', async () => {
    const page = await browser.newPage();
    await page.goto(ui.url);
    const started = await page.evaluate(
      async ([path, body]) => {
        const token = document.cookie.match(/_csrf=([^;]+)/)?.[1] ?? '';
        const headers = { 'Content-Type': 'application/json', 'X-CSRF-TOKEN': token };
        const answer = await fetch(path!, { method: 'POST', body, headers });
        return answer.status;
      },
      [startPath('by-operator'), START],
    );
    expect(started).toBe(200);
    expect(await wasStarted('by-operator')).toBe(true);
    await page.goto(`${ui.url}/namespaces/default/workflows/by-operator`);
    await page.getByText('by-operator').first().waitFor();
    await page.close();
  });
});
