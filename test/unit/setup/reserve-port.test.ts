import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { reservePort } from '../../../worker/reserve-port.js';

describe('a port that is reserved', () => {
  it('is given to one of many that want it at the same time', async () => {
    const first = await reservePort(0);
    first.release();
    const all = await Promise.all(Array.from({ length: 8 }, () => reservePort(first.port)));
    expect(new Set(all.map(({ port }) => port)).size).toBe(all.length);
    for (const { release } of all) release();
  });

  it('is there again when it is released', async () => {
    const first = await reservePort(0);
    const other = await reservePort(first.port);
    expect(other.port).not.toBe(first.port);
    first.release();
    other.release();
    const again = await reservePort(first.port);
    expect(again.port).toBe(first.port);
    again.release();
  });

  it('can be listened at by who reserved it', async () => {
    const { port, release } = await reservePort(0);
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    release();
    const other = await reservePort(port);
    expect(other.port).not.toBe(port);
    other.release();
    server.close();
  });
});
