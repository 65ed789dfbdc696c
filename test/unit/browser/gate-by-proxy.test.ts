import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Gate } from '../../../activities/browser/gate.js';
import { badProxy, httpProxy, socksProxy, type TestProxy } from '../../support/proxies.js';

const ACCOUNT = { username: 'ada', password: 'of the proxy' };
const echo = createServer((socket) => socket.pipe(socket));
let port: number;
beforeAll(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  ({ port } = echo.address() as AddressInfo);
});
afterAll(() => echo.close());

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function gateBy(start: typeof httpProxy, reaches?: (address: string) => boolean) {
  const proxy: TestProxy = await start(ACCOUNT);
  const gate = new Gate(reaches, { server: proxy.server, ...ACCOUNT });
  ends.push(() => gate.close(), proxy.stop);
  return { proxy, gate };
}

async function connectThrough(gate: Gate, path: string): Promise<{ status: number | undefined; socket: Socket }> {
  const { hostname, port } = new URL(await gate.url());
  const asking = request({ host: hostname, port, method: 'CONNECT', path, agent: false }).end();
  const [answer, socket] = (await once(asking, 'connect')) as [IncomingMessage, Socket];
  ends.push(() => socket.destroy());
  return { status: answer.statusCode, socket };
}

async function statusOf(gate: Gate, address: string): Promise<number | undefined> {
  const { hostname, port } = new URL(await gate.url());
  const asking = request({ host: hostname, port, path: address, agent: false }).end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

describe.each([
  ['http', httpProxy],
  ['socks5', socksProxy],
] as const)('a gate by a proxy: %s', (_, start) => {
  it('lets bytes through both ways', async () => {
    const { proxy, gate } = await gateBy(start, () => true);
    const { status, socket } = await connectThrough(gate, `127.0.0.1:${port}`);
    expect(status).toBe(200);
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
    expect(proxy.seen).toEqual([`127.0.0.1:${port}`]);
    expect(gate.fault).toBeNull();
  });

  it('asks the proxy for no private place of a public site', async () => {
    const { proxy, gate } = await gateBy(start);
    const places = ['127.0.0.1', 'localhost', 'a.localhost', '[::1]', '10.0.0.1', '192.168.1.1', '169.254.169.254'];
    const names = ['[::ffff:10.0.0.1]', '0x7f.1', '2130706433', 'printer', 'printer.local', 'metadata.google.internal'];
    for (const place of [...places, ...names]) {
      expect((await connectThrough(gate, `${place}:${port}`)).status, place).toBe(403);
      expect(await statusOf(gate, `http://${place}:${port}/`), place).toBe(403);
    }
    expect(proxy.seen).toEqual([]);
  });

  it('leaves a name that nobody here knows to the proxy', async () => {
    const { proxy, gate } = await gateBy(start);
    const { status } = await connectThrough(gate, 'nobody-knows.example.com:443');
    expect(status).toBe(502);
    expect(proxy.seen).toEqual(['nobody-knows.example.com:443']);
  });

  it('goes no other way when the proxy is gone', async () => {
    let arrived = 0;
    echo.on('connection', () => {
      arrived += 1;
    });
    const { proxy, gate } = await gateBy(start, () => true);
    await proxy.stop();
    proxy.stop = async () => undefined;
    expect((await connectThrough(gate, `127.0.0.1:${port}`)).status).toBe(502);
    expect(gate.fault).toBe('unreachable');
    await expect(statusOf(gate, `http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect(arrived).toBe(0);
  });
});

it('a tunnel that the proxy drops before a byte comes back is its fault, and the next that works clears it', async () => {
  let dropped = 0;
  const drops = await badProxy((socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      dropped += 1;
      socket.once('data', (bytes) => (dropped === 1 ? socket.destroy() : socket.write(bytes)));
    }),
  );
  const gate = new Gate(() => true, { server: `http://127.0.0.1:${drops.port}` });
  ends.push(
    () => drops.stop(),
    () => gate.close(),
  );
  const first = await connectThrough(gate, `127.0.0.1:${port}`);
  first.socket.write('hello');
  await once(first.socket.resume(), 'close');
  expect(gate.fault).toBe('closed');
  await connectThrough(gate, `127.0.0.1:${port}`);
  expect(gate.fault).toBeNull();
});
