import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope, encodeEnvelope, MAX_ENVELOPE_BYTES } from '../../contract/index.js';
import { codeOf } from './support/vault.js';

describe('the envelope', () => {
  it('carries any JSON value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect(await decodeEnvelope(await encodeEnvelope(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('refuses any bytes that are not gzip of JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await codeOf(decodeEnvelope(bytes))).toBe('unreadable_value');
      }),
    );
    expect(await codeOf(decodeEnvelope(gzipSync('{"cut":')))).toBe('unreadable_value');
    expect(await codeOf(decodeEnvelope(gzipSync(Buffer.from([0x22, 0xff, 0x22]))))).toBe('unreadable_value');
    expect(await codeOf(decodeEnvelope(gzipSync('"whole"').subarray(0, -4)))).toBe('unreadable_value');
  });

  it('does not unfold a small value into all of the memory', async () => {
    const bomb = gzipSync(Buffer.alloc(MAX_ENVELOPE_BYTES + 1, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await codeOf(decodeEnvelope(bomb))).toBe('unreadable_value');
  });

  it('refuses to write what could not be read', async () => {
    expect(await codeOf(encodeEnvelope('x'.repeat(MAX_ENVELOPE_BYTES)))).toBe('session_too_large');
  });
});
