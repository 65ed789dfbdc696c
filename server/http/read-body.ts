import type { Context } from 'hono';
import { AgentAuthError } from '../../contract/errors.js';

const MAX_BYTES = 64 * 1024;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** Reads up to the limit, whatever `Content-Length` says. */
async function readText({ req }: Context): Promise<string> {
  if (Number(req.header('content-length') ?? 0) > MAX_BYTES) throw new AgentAuthError('request_too_large');
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of req.raw.body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new AgentAuthError('request_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * Reads a JSON body (RFC 8259). No body is an empty object.
 * @throws AgentAuthError `request_too_large`, `unsupported_media_type`, `invalid_input`
 */
export async function readBody(context: Context): Promise<unknown> {
  const text = await readText(context);
  if (text.trim() === '') return {};
  if (!JSON_TYPE.test(context.req.header('content-type') ?? '')) throw new AgentAuthError('unsupported_media_type');
  try {
    return JSON.parse(text);
  } catch {
    throw new AgentAuthError('invalid_input', { fields: ['body'], problems: ['body: must be JSON'] });
  }
}
