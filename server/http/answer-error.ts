import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AgentAuthError, type ErrorDetails } from '../../contract/errors/errors.js';

/** As Kernel's clients know it. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly code: string; readonly message: string }[];
}

const asText = (detail: unknown): string => {
  if (typeof detail === 'string') return detail;
  const isListOfTexts = Array.isArray(detail) && detail.every((item) => typeof item === 'string');
  return isListOfTexts ? detail.join(', ') : JSON.stringify(detail);
};

const detailsOf = (details: ErrorDetails) =>
  Object.entries(details)
    .filter(([, detail]) => detail !== undefined)
    .map(([code, detail]) => ({ code, message: asText(detail) }))
    .filter(({ message }) => message !== '');

/** The message says what to do next as well: clients of Kernel show nothing else. */
function errorBody({ code, message, next, details }: AgentAuthError): ErrorBody {
  const list = detailsOf(details);
  return { code, message: `${message} ${next}`, ...(list.length > 0 ? { details: list } : {}) };
}

/** Errors that pass by themselves; everything else stays as it is, and clients that repeat by status must not. */
const PASSING = new Set([408, 429, 502, 503, 504]);

/** Seconds until an error passes, where its details say so (RFC 9110 section 10.2.3); null where they don't. */
function retryAfter({ details }: AgentAuthError, now: number): number | null {
  const left = typeof details.until === 'string' ? Date.parse(details.until) - now : Number.NaN;
  return left > 0 ? Math.ceil(left / 1000) : null;
}

/** Answers an error. Whatever is not ours is `internal_error`: its text could quote a value. */
export function answerError(context: Context, error: unknown): Response {
  const known = error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');
  context.header('x-should-retry', String(PASSING.has(known.status) && known.code !== 'too_many_browsers'));
  const seconds = retryAfter(known, Date.now());
  if (seconds !== null) context.header('Retry-After', String(seconds));
  return context.json(errorBody(known), known.status as ContentfulStatusCode);
}
