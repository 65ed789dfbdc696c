import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope, encodeEnvelope, MAX_ENVELOPE_BYTES } from '../../contract/index.js';

const unreadable = expect.objectContaining({ code: 'unreadable_value' });

describe('the envelope', () => {
  it('carries any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeEnvelope(encodeEnvelope(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('refuses any bytes that are not gzip of JSON', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => decodeEnvelope(bytes)).toThrow(unreadable);
      }),
    );
    expect(() => decodeEnvelope(gzipSync('{"cut":'))).toThrow(unreadable);
    expect(() => decodeEnvelope(gzipSync(Buffer.from([0x22, 0xff, 0x22])))).toThrow(unreadable);
    expect(() => decodeEnvelope(gzipSync('"whole"').subarray(0, -4))).toThrow(unreadable);
  });

  it('does not unfold a small value into all of the memory', () => {
    const bomb = gzipSync(Buffer.alloc(MAX_ENVELOPE_BYTES + 1, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => decodeEnvelope(bomb)).toThrow(unreadable);
  });

  it('refuses to write what could not be read', () => {
    expect(() => encodeEnvelope('x'.repeat(MAX_ENVELOPE_BYTES))).toThrow(
      expect.objectContaining({ code: 'session_too_large' }),
    );
  });
});
