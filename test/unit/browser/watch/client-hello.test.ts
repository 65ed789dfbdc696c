import { describe, expect, it } from 'vitest';
import { firstBytes } from '../../../../activities/browser/watch/client-hello.js';
import { helloWith } from './hello.js';

describe('the first bytes of a connection', () => {
  it.each([
    [['h2', 'http/1.1'], 'http2'],
    [['http/1.1'], 'other'],
    [[], 'other'],
  ])('of TLS that offers %j', async (protocols, kind) => {
    const bytes = await helloWith(protocols);
    expect(firstBytes(bytes)).toBe(kind);
    for (const length of [1, 5, 50, bytes.length - 1]) expect(firstBytes(bytes.subarray(0, length))).toBe('more');
  });

  it('of no TLS', () => {
    expect(firstBytes(Buffer.from('GET /chat HTTP/1.1\r\nupgrade: websocket\r\n'))).toBe('other');
    expect(firstBytes(Buffer.from([0, 1, 2, 3]))).toBe('other');
  });

  it('of something that only begins like TLS', () => {
    const long = Buffer.alloc(70_000, 0x16);
    expect(firstBytes(long)).toBe('other');
  });
});
