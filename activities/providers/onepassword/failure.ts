import { AuthExpiredError, DesktopSessionExpiredError, RateLimitExceededError } from '@1password/sdk';
import type { Failure } from './messages.js';

/** By what the core of the SDK says (0.5.0): its errors have no codes, and all but three no class. The first that fits counts. */
const TEXTS: readonly (readonly [RegExp, Failure])[] = [
  [/rate limit exceeded/i, 'rate_limited'],
  [
    /service account token|account deserialization|not authenticated|session expired|account couldn't/i,
    'token_invalid',
  ],
  // An account that is gone, or that may not sign in.
  [/^authentication error:.*(?:resource not found|right permissions)/i, 'token_invalid'],
  [/right permissions/i, 'forbidden'],
  [/resource not found|no (?:vault|item) matched|not in an active state|(?:item|vault) couldn't be found/i, 'gone'],
  [/conflict occurred/i, 'conflict'],
  [/request timeout/i, 'timeout'],
  [/internal server error|status code in response: 5\d\d/i, 'server_error'],
  [/deserializing HTTP responses|status code in response/i, 'unreadable'],
  [/error sending request|fetch failed/i, 'unreachable'],
];

/** What a failed call of the SDK means. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RateLimitExceededError) return 'rate_limited';
  if (error instanceof AuthExpiredError || error instanceof DesktopSessionExpiredError) return 'token_invalid';
  // The SDK parses what its core answers, and the error quotes it.
  if (error instanceof SyntaxError) return 'unreadable';
  const text = error instanceof Error ? error.message : String(error);
  return TEXTS.find(([words]) => words.test(text))?.[1] ?? 'unknown';
}
