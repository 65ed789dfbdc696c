/** Proxies that ask for a user name and a password, and write down where they were asked to connect to. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Server as HttpProxy } from 'proxy-chain';

export interface TestProxy {
  /** As an agent is given it. */
  readonly server: string;
  /** Each `host:port` that it was asked for with the right password. */
  readonly seen: string[];
  /** How often the password was wrong. */
  refusals: number;
  stop(): Promise<void>;
}

export interface Account {
  readonly username: string;
  readonly password: string;
}

/** By CONNECT and Basic. */
export async function httpProxy(account: Account | null): Promise<TestProxy> {
  const proxy: TestProxy = { server: '', seen: [], refusals: 0, stop: () => server.close(true) };
  const server = new HttpProxy({
    port: 0,
    host: '127.0.0.1',
    prepareRequestFunction({ username, password, hostname, port }) {
      const isRight = account === null || (username === account.username && password === account.password);
      if (isRight) proxy.seen.push(`${hostname}:${port}`);
      else proxy.refusals += 1;
      return { requestAuthentication: !isRight };
    },
  });
  await server.listen();
  return Object.assign(proxy, { server: `http://127.0.0.1:${server.port}` });
}

/** Bytes of a connection, as many as are asked for. */
async function* pieces(socket: Socket): AsyncGenerator<Buffer, void, number> {
  let held = Buffer.alloc(0);
  let wanted = yield held;
  for (;;) {
    while (held.length < wanted) {
      const chunk: Buffer | null = socket.read();
      if (chunk === null) await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
      else held = Buffer.concat([held, chunk]);
      if (socket.destroyed) return;
    }
    const piece = held.subarray(0, wanted);
    held = held.subarray(wanted);
    wanted = yield piece;
  }
}

const ADDRESS = { ipv4: 1, name: 3, ipv6: 4 };
const REPLY = { granted: 0, refused: 5 };
const reply = (code: number): Buffer => Buffer.from([5, code, 0, ADDRESS.ipv4, 0, 0, 0, 0, 0, 0]);

/** RFC 1928, with RFC 1929 where there is an account. */
export async function socksProxy(account: Account | null): Promise<TestProxy> {
  const proxy: TestProxy = { server: '', seen: [], refusals: 0, stop: () => close(server, sockets) };
  const sockets = new Set<Socket>();
  const serve = async (socket: Socket): Promise<void> => {
    const reading = pieces(socket);
    await reading.next(0);
    const take = async (length: number): Promise<Buffer> => {
      const { value } = await reading.next(length);
      if (value === undefined) throw new Error('closed');
      return value;
    };
    const methods = await take((await take(2))[1] as number);
    const method = account === null ? 0 : 2;
    if (!methods.includes(method)) {
      proxy.refusals += 1;
      socket.end(Buffer.from([5, 0xff]));
      return;
    }
    socket.write(Buffer.from([5, method]));
    if (account !== null) {
      const username = (await take((await take(2))[1] as number)).toString();
      const password = (await take((await take(1))[0] as number)).toString();
      const isRight = username === account.username && password === account.password;
      socket.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) {
        proxy.refusals += 1;
        socket.end();
        return;
      }
    }
    const type = (await take(4))[3];
    const host = await readHost(type, take);
    const port = (await take(2)).readUInt16BE();
    proxy.seen.push(`${host}:${port}`);
    const upstream = connect({ host, port });
    sockets.add(upstream);
    upstream.on('error', () => socket.end(reply(REPLY.refused)));
    upstream.on('connect', () => {
      socket.write(reply(REPLY.granted));
      socket.pipe(upstream);
      upstream.pipe(socket);
    });
    socket.on('close', () => upstream.destroy());
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    serve(socket).catch(() => socket.destroy());
  });
  return Object.assign(proxy, { server: `socks5://127.0.0.1:${await listen(server)}` });
}

async function readHost(type: number | undefined, take: (length: number) => Promise<Buffer>): Promise<string> {
  if (type === ADDRESS.name) return (await take((await take(1))[0] as number)).toString();
  if (type === ADDRESS.ipv4) return [...(await take(4))].join('.');
  return (await take(16)).toString('hex').match(/.{4}/g)?.join(':') ?? '';
}

/** What takes connections and is no proxy, or one in trouble. */
export async function badProxy(treat: (socket: Socket) => void): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    treat(socket);
  });
  return { port: await listen(server), stop: () => close(server, sockets) };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
}
