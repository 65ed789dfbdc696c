import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNoDeflate } from '../../../../activities/browser/watch/no-deflate.js';

/** What zlib makes of bytes, cut off or not; nothing where they are no deflate. */
function inflated(bytes: Uint8Array): Buffer {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;
const packings = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
});
const texts = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.string({ maxLength: 400 }).map((text) => Buffer.from(text)),
  fc
    .array(fc.constantFrom('correct ', 'horse ', 'password=', 'a'), { maxLength: 80 })
    .map((words) => Buffer.from(words.join(''))),
);

describe('bytes that can be no deflate', () => {
  it('are never those of which zlib makes anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        if (isNoDeflate(Buffer.from(bytes))) expect(inflated(bytes)).toHaveLength(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are never those of a deflate, whole or cut off, and whatever follows it', () => {
    fc.assert(
      fc.property(
        texts,
        packings,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.uint8Array({ maxLength: 8 }),
        (text, packing, share, rest) => {
          const packed = deflateRawSync(text, packing);
          expect(isNoDeflate(packed)).toBe(false);
          expect(isNoDeflate(Buffer.concat([packed, rest]))).toBe(false);
          expect(isNoDeflate(packed.subarray(0, Math.ceil(packed.length * share)))).toBe(false);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('are nearly all that are something else', () => {
    const others = fc.sample(fc.uint8Array({ minLength: 24, maxLength: 64 }), { numRuns: 2_000, seed: 7 });
    const left = others.filter((bytes) => inflated(bytes).length === 0 && !isNoDeflate(Buffer.from(bytes)));
    expect(left.length).toBeLessThan(100);
  });
});
