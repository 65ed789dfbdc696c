import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dial } from '../../../activities/browser/proxy/dial.js';
import type { AgentProxy } from '../../../contract/address/proxy.js';
import { builtFile } from '../../../worker/built-file.js';
import { CERTIFICATE, KEY } from '../../support/postgres/server.js';
import { type Account, badProxy, httpProxy, socksProxy, type TestProxy } from '../../support/proxies.js';

let site: Server;
let port: number;
beforeAll(async () => {
  site = createServer((_, answer) => answer.end('from the site'));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  ({ port } = site.address() as AddressInfo);
});
afterAll(() => site.close());

const ACCOUNT: Account = { username: 'käufer', password: `pä$s:w/ørd@ \u{1F511}${'x'.repeat(200)}` };
const KINDS = [
  ['http', httpProxy],
  ['socks5', socksProxy],
] as const;

async function withProxy(
  start: (account: Account | null) => Promise<TestProxy>,
  account: Account | null,
  run: (proxy: TestProxy) => Promise<void>,
): Promise<void> {
  const proxy = await start(account);
  try {
    await run(proxy);
  } finally {
    await proxy.stop();
  }
}

async function askSite(socket: Socket): Promise<string> {
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

const whyOf = (proxy: AgentProxy, ms?: number, at = port): Promise<unknown> =>
  dial(proxy, { host: '127.0.0.1', port: at }, ms).then(
    (socket) => socket.destroy(),
    (error) => error,
  );

describe.each(KINDS)('a proxy by %s', (_, start) => {
  it('connects with a user name and a password of any letters', () =>
    withProxy(start, ACCOUNT, async (proxy) => {
      const socket = await dial({ server: proxy.server, ...ACCOUNT }, { host: 'localhost', port });
      expect(await askSite(socket)).toContain('from the site');
      // The name, so that the proxy resolves it.
      expect(proxy.seen).toEqual([`localhost:${port}`]);
    }));

  it('connects without any', () =>
    withProxy(start, null, async (proxy) => {
      expect(await askSite(await dial({ server: proxy.server }, { host: '127.0.0.1', port }))).toContain('the site');
    }));

  it('is named when it refuses the password, and the error has none', () =>
    withProxy(start, ACCOUNT, async (proxy) => {
      const wrong = { server: proxy.server, username: ACCOUNT.username, password: 'wrong-password' };
      const error = await whyOf(wrong);
      expect(error).toMatchObject({ why: 'credentials_refused' });
      expect(JSON.stringify(error) + String(error) + (error as Error).stack).not.toContain('wrong-password');
      expect(await whyOf({ server: proxy.server })).toMatchObject({ why: 'credentials_refused' });
      expect(proxy.seen).toEqual([]);
    }));

  it('is named when it is down', () =>
    withProxy(start, null, async (proxy) => {
      await proxy.stop();
      expect(await whyOf({ server: proxy.server })).toMatchObject({ why: 'unreachable' });
      proxy.stop = async () => undefined;
    }));
});

it('a proxy that can not reach the site is named: by socks5', () =>
  withProxy(socksProxy, null, async (proxy) => {
    expect(await whyOf({ server: proxy.server }, undefined, 1)).toMatchObject({ why: 'site_not_reached' });
  }));

it.each(['502 Bad Gateway', '403 Forbidden', '504 Gateway Timeout'])('and by http: %s', async (status) => {
  const proxy = await badProxy((socket) => socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\n\r\n`)));
  try {
    expect(await whyOf({ server: `http://127.0.0.1:${proxy.port}` })).toMatchObject({ why: 'site_not_reached' });
  } finally {
    await proxy.stop();
  }
});

describe.each(['http', 'socks5'])('what is no proxy, by %s', (scheme) => {
  it.each([
    ['no_answer', () => undefined],
    ['closed', (socket: Socket) => socket.once('data', () => socket.destroy())],
    ['unreachable', (socket: Socket) => socket.once('data', () => socket.end('220 mail.example ESMTP\r\n'))],
  ])('%s', async (why, treat: (socket: Socket) => void) => {
    const bad = await badProxy(treat);
    try {
      const proxy = { server: `${scheme}://127.0.0.1:${bad.port}`, ...ACCOUNT };
      expect(await whyOf(proxy, why === 'no_answer' ? 200 : 5_000)).toMatchObject({ why });
    } finally {
      await bad.stop();
    }
  });
});

/** One that is itself spoken to by TLS. */
async function withTls(run: (server: string) => Promise<void>): Promise<void> {
  const [cert, key] = await Promise.all([readFile(CERTIFICATE), readFile(KEY)]);
  await withProxy(httpProxy, ACCOUNT, async (proxy) => {
    const inner = Number(new URL(proxy.server).port);
    const outer = createTlsServer({ cert, key }, (socket) => {
      const upstream = connect(inner, '127.0.0.1').on('error', () => socket.destroy());
      socket
        .on('error', () => upstream.destroy())
        .pipe(upstream)
        .pipe(socket);
    });
    outer.listen(0, '127.0.0.1');
    await once(outer, 'listening');
    try {
      await run(`https://127.0.0.1:${(outer.address() as AddressInfo).port}`);
    } finally {
      outer.close();
    }
  });
}

describe('a proxy by https', () => {
  it('is named when its certificate is not trusted, and is given no password', () =>
    withTls(async (server) => {
      expect(await whyOf({ server, ...ACCOUNT })).toMatchObject({ why: 'certificate_refused' });
      expect(await whyOf({ server: server.replace('127.0.0.1', 'localhost'), ...ACCOUNT })).toMatchObject({
        why: 'certificate_refused',
      });
    }));

  it('connects where it is trusted', () =>
    withTls(async (server) => {
      const to = { host: '127.0.0.1', port };
      const script = `const { dial } = await import(${JSON.stringify(pathToFileURL(builtFile('activities/browser/proxy/dial.js')).href)});
        const socket = await dial(${JSON.stringify({ server, ...ACCOUNT })}, ${JSON.stringify(to)});
        socket.write('GET / HTTP/1.1\\r\\nhost: x\\r\\nconnection: close\\r\\n\\r\\n');
        for await (const chunk of socket) process.stdout.write(chunk);`;
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: CERTIFICATE };
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
      expect(stdout).toContain('from the site');
    }));

  it('is named when it does not speak TLS', () =>
    withProxy(httpProxy, null, async (proxy) => {
      expect(await whyOf({ server: proxy.server.replace('http:', 'https:') })).toMatchObject({ why: 'unreachable' });
    }));
});
