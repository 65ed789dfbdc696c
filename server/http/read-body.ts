import type { Context } from 'hono';
import { AgentAuthError, type ErrorCode } from '../../contract/errors/errors.js';

/** How long a body may be, and what one that is longer is answered with. */
export interface BodyLimit {
  readonly bytes: number;
  readonly code: ErrorCode;
}

const LIMIT: BodyLimit = { bytes: 64 * 1024, code: 'request_too_large' };
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** Reads up to the limit, whatever `Content-Length` says. */
async function readText({ req }: Context, { bytes, code }: BodyLimit): Promise<string> {
  if (Number(req.header('content-length') ?? 0) > bytes) throw new AgentAuthError(code);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of req.raw.body ?? []) {
    length += chunk.length;
    if (length > bytes) throw new AgentAuthError(code);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * Reads a JSON body (RFC 8259). No body is an empty object.
 * @throws AgentAuthError the code of the limit, `unsupported_media_type`, `invalid_input`
 */
export async function readBody(context: Context, limit = LIMIT): Promise<unknown> {
  const text = await readText(context, limit);
  if (text.trim() === '') return {};
  if (!JSON_TYPE.test(context.req.header('content-type') ?? '')) throw new AgentAuthError('unsupported_media_type');
  try {
    return JSON.parse(text);
  } catch {
    throw new AgentAuthError('invalid_input', { fields: ['body'], problems: ['body: must be JSON'] });
  }
}
