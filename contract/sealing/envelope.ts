/**
 * Plain text of sealed requests and replies of the vault: JSON (RFC 8259), compressed by gzip (RFC 1952), so that most storage states
 * stay below what Temporal carries at once.
 *
 * Uses Node's synchronous zlib, not web streams: some versions of Node never release the bytes of `Blob.stream()`, and these are
 * secrets. Also, a request is read inside a transaction, which must not wait.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { AgentAuthError } from '../errors/errors.js';

/** Longest JSON text that is read, in bytes: a small sealed value must not decompress until memory runs out. */
export const MAX_ENVELOPE_BYTES = 20 * 1024 * 1024;

/**
 * Writes a value as gzip'd JSON.
 * @throws AgentAuthError `session_too_large` when the JSON text is longer than `MAX_ENVELOPE_BYTES`
 */
export function encodeEnvelope(value: unknown): Uint8Array {
  const json = Buffer.from(JSON.stringify(value));
  if (json.length > MAX_ENVELOPE_BYTES) throw new AgentAuthError('session_too_large');
  return gzipSync(json);
}

/**
 * Reads what `encodeEnvelope` wrote. The result is not validated yet.
 * @throws AgentAuthError `unreadable_value` when it is not gzip'd JSON or longer than `MAX_ENVELOPE_BYTES`
 */
export function decodeEnvelope(bytes: Uint8Array): unknown {
  try {
    const json = gunzipSync(bytes, { maxOutputLength: MAX_ENVELOPE_BYTES });
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new AgentAuthError('unreadable_value');
  }
}
