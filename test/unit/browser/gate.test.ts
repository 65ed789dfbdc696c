import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gate } from '../../../activities/browser/gate.js';
import { helloWith } from './watch/hello.js';

/** Answers what it receives. */
const echo = createServer((socket) => socket.pipe(socket));
let port: number;
beforeAll(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  ({ port } = echo.address() as AddressInfo);
});
afterAll(() => echo.close());

async function connectThrough(gate: Gate, target: string): Promise<{ status: number | undefined; socket: Socket }> {
  const proxy = new URL(await gate.url());
  const asking = request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: target, agent: false });
  asking.end();
  const [answer, socket] = (await once(asking, 'connect')) as [IncomingMessage, Socket];
  return { status: answer.statusCode, socket };
}

describe('the gate', () => {
  it('lets bytes through both ways where it leads', async () => {
    const gate = new Gate(() => true);
    const { status, socket } = await connectThrough(gate, `127.0.0.1:${port}`);
    expect(status).toBe(200);
    socket.write('hello');
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toBe('hello');
    socket.destroy();
    gate.close();
  });

  it.each([
    () => `127.0.0.1:${port}`,
    () => `localhost:${port}`,
    () => `[::1]:${port}`,
    () => '10.0.0.1:443',
    () => 'nowhere.invalid:443',
  ])('does not lead to private addresses, by whatever name (%#)', async (target) => {
    const gate = new Gate();
    const { status, socket } = await connectThrough(gate, target());
    expect(status).toBe(403);
    socket.destroy();
    gate.close();
  });

  it('looks up no name that it may not', async () => {
    const gate = new Gate(() => true);
    gate.arm({ maySocket: () => true, mayName: (host) => host !== 'localhost' });
    const statusOf = async (target: string) => {
      const { status, socket } = await connectThrough(gate, target);
      socket.destroy();
      return status;
    };
    expect(await statusOf(`localhost:${port}`)).toBe(403);
    expect(await statusOf(`127.0.0.1:${port}`)).toBe(200);
    gate.close();
  });

  it('knows why a connection failed, until one is made', async () => {
    const gate = new Gate((address) => address !== '10.0.0.1');
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const closed = (gone.address() as AddressInfo).port;
    gone.close();
    await once(gone, 'close');
    const whyNot = async (target: string) => {
      const { socket } = await connectThrough(gate, target);
      socket.destroy();
      return gate.failureAt(`https://${target}/login?next=1`);
    };
    expect(await whyNot(`127.0.0.1:${closed}`)).toBe('connection_refused');
    expect(await whyNot(`localhost:${closed}`)).toBe('connection_refused');
    expect(await whyNot(`[::1]:${closed}`)).toMatch(/^(?:connection_refused|no_route)$/);
    expect(await whyNot('nowhere.invalid:443')).toBe('name_not_resolved');
    expect(await whyNot('10.0.0.1:443')).toBe('blocked');
    expect(gate.failureAt('https://nowhere.invalid/')).toBe('name_not_resolved');
    expect(await whyNot(`127.0.0.1:${port}`)).toBeNull();
    const again = createServer().listen(closed, '127.0.0.1');
    await once(again, 'listening');
    expect(await whyNot(`127.0.0.1:${closed}`)).toBeNull();
    again.close();
    gate.close();
  });

  it('takes a connection for requests as a socket where the body of one goes on while it is sent', async () => {
    const gate = new Gate(() => true);
    const hello = await helloWith(['h2', 'http/1.1']);
    const open = async () => {
      const { socket } = await connectThrough(gate, `127.0.0.1:${port}`);
      socket.write(hello);
      return {
        socket,
        said: await Promise.race([once(socket, 'data').then(() => 'open'), once(socket, 'close').then(() => 'ended')]),
      };
    };
    const rules = { maySocket: () => false, mayName: () => true };
    gate.arm(rules);
    const { socket, said } = await open();
    expect(said).toBe('open');
    gate.noteFlow(`https://127.0.0.1:${port}/upload`);
    const ended = once(socket, 'close');
    gate.arm(rules);
    await ended;
    expect((await open()).said).toBe('ended');
    gate.close();
  });
});
