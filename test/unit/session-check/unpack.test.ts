import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../../activities/session-check/unpack.js';

const TEXT = 'Hello Ada';
const MOST = 1024;

describe('a body', () => {
  it.each([
    ['gzip', gzipSync(TEXT)],
    ['X-GZIP', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    // By the `zstd` program: with its size unknown, and known.
    ['zstd', Buffer.from('KLUv/QRYSQAASGVsbG8gQWRhxSWw2Q==', 'base64')],
    ['zstd', Buffer.from('KLUv/SQJSQAASGVsbG8gQWRhxSWw2Q==', 'base64')],
    ['identity', Buffer.from(TEXT)],
    ['constructor', Buffer.from(TEXT)],
    [undefined, Buffer.from(TEXT)],
  ])('in %s is read', async (coding, bytes) => {
    expect((await unpack(bytes, coding, MOST)).toString()).toBe(TEXT);
  });

  it('that would be too large is not, whatever packs it', async () => {
    const zeros = Buffer.alloc(MOST + 1);
    for (const [coding, pack] of [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const)
      await expect(unpack(pack(zeros), coding, MOST)).rejects.toThrow(RangeError);
    // 3 MB of zeros; a frame that asks for 128 MB of memory; one that says it holds 2^60 bytes.
    const packed = [
      'KLUv/QRYVAAAEAAAAQD7/znAAgIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAM2DgADya/W',
      Buffer.from('28b52ffd048864000010000002', 'hex').toString('base64'),
      Buffer.from('28b52ffde0000000000000001000', 'hex').toString('base64'),
    ];
    for (const each of packed)
      await expect(unpack(Buffer.from(each, 'base64'), 'zstd', MOST)).rejects.toThrow(RangeError);
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])('that only says to be in %s is not read', async (coding) => {
    for (const bytes of [Buffer.from(TEXT), Buffer.from([0x28, 0xb5, 0x2f, 0xfd])])
      await expect(unpack(bytes, coding, MOST)).rejects.toThrow();
  });
});
