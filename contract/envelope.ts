/**
 * Plain text of sealed requests and replies of the vault: JSON (RFC 8259), compressed by gzip (RFC 1952), so that a storage state
 * stays below what Temporal carries. Runs in Node and in browsers.
 */
import { AgentAuthError } from './errors.js';

/** Longest JSON text that is read, in bytes: a small sealed value must not unfold into all of the memory. */
export const MAX_ENVELOPE_BYTES = 32 * 1024 * 1024;

async function collect(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  // A reader, not `for await`: not every browser iterates over a stream.
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > limit) {
      await reader.cancel();
      throw new AgentAuthError('session_too_large');
    }
    chunks.push(part.value);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

const through = (
  bytes: Uint8Array,
  transform: ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array> => new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(transform);

/**
 * Writes a value as gzip'd JSON.
 * @throws AgentAuthError `session_too_large` when the JSON text is longer than `MAX_ENVELOPE_BYTES`
 */
export async function encodeEnvelope(value: unknown): Promise<Uint8Array> {
  const json = new TextEncoder().encode(JSON.stringify(value));
  if (json.length > MAX_ENVELOPE_BYTES) throw new AgentAuthError('session_too_large');
  return collect(through(json, new CompressionStream('gzip')), MAX_ENVELOPE_BYTES);
}

/**
 * Reads what `encodeEnvelope` wrote. What is in it still needs checking.
 * @throws AgentAuthError `unreadable_value` when it is not gzip'd JSON or longer than `MAX_ENVELOPE_BYTES`
 */
export async function decodeEnvelope(bytes: Uint8Array): Promise<unknown> {
  try {
    const json = await collect(through(bytes, new DecompressionStream('gzip')), MAX_ENVELOPE_BYTES);
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new AgentAuthError('unreadable_value');
  }
}
