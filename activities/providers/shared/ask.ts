import type { z } from 'zod';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { readAnswer } from './read-answer.js';
import { answerInvalid, rateLimited, unavailable } from './trouble.js';

/** Enough for the overviews of 20,000 items. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

interface Question {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/** An answer before anything is made of its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

/**
 * One request to a provider. Redirects are not followed: they would take the token to another host.
 * @throws AgentAuthError `provider_unavailable`, `provider_answer_invalid`
 */
export async function ask(url: URL, { method = 'GET', headers, body, timeoutMs }: Question): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      redirect: 'manual',
      signal,
      ...(body === undefined ? {} : { body }),
    });
    if (response.status >= 300 && response.status < 400) throw answerInvalid('redirect');
    return { status: response.status, text: await readText(response), retryAfter: response.headers.get('retry-after') };
  } catch (error) {
    if (error instanceof AgentAuthError) throw error;
    // Errors of fetch name the address, and some quote a header.
    throw unavailable(signal.aborted ? 'timeout' : isOfCertificate(error) ? 'certificate' : 'unreachable');
  }
}

/** By the codes of OpenSSL and of Node's own check of the name (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
function isOfCertificate(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /CERT|^UNABLE_TO_|^INVALID_CA$|^PATH_LENGTH_EXCEEDED$|^INVALID_PURPOSE$|^HOSTNAME_MISMATCH$/.test(code);
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw answerInvalid('too_large');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** What the statuses mean that most providers answer alike. */
function checkStatus({ status, retryAfter }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status === 401) throw new AgentAuthError('provider_token_invalid');
  if (status === 403) throw new AgentAuthError('provider_forbidden');
  if (status === 404 || status === 410) throw new AgentAuthError('provider_item_not_found');
  if (status === 429) throw rateLimited(retryAfter);
  if (status >= 500) throw unavailable('server_error');
  throw answerInvalid('unexpected');
}

/** The JSON of an answer that went well. */
export function answerOf<T>(schema: z.ZodType<T>, answer: HttpAnswer): T {
  checkStatus(answer);
  return readAnswer(schema, answer.text);
}
