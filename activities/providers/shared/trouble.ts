import { AgentAuthError } from '../../../contract/errors/errors.js';

/** What was wrong with an answer; constants, so that nothing of it is quoted. */
type AnswerProblem = 'not_json' | 'unexpected' | 'too_large' | 'nothing' | 'redirect';

export const answerInvalid = (reason: AnswerProblem): AgentAuthError =>
  new AgentAuthError('provider_answer_invalid', { reason });

/** Why a provider gave no answer; `not_there` and `not_executable` are of files and programs of the worker's own. */
type Silence = 'timeout' | 'unreachable' | 'certificate' | 'server_error' | 'failed' | 'not_there' | 'not_executable';

export const unavailable = (reason: Silence): AgentAuthError => new AgentAuthError('provider_unavailable', { reason });

const DEFAULT_PAUSE_SECONDS = 300;
const MAX_PAUSE_SECONDS = 86_400;

/** @param retryAfter what the header Retry-After says (RFC 9110 section 10.2.3), in seconds or as a date */
export function rateLimited(retryAfter: string | null): AgentAuthError {
  const seconds = /^\d{1,9}$/.test(retryAfter ?? '')
    ? Number(retryAfter)
    : (Date.parse(retryAfter ?? '') - Date.now()) / 1000;
  return Number.isNaN(seconds)
    ? limitedForAbout(DEFAULT_PAUSE_SECONDS)
    : limited(Math.min(Math.max(seconds, 1), MAX_PAUSE_SECONDS), {});
}

/** Of a provider that does not say how long. */
export const limitedForAbout = (seconds: number): AgentAuthError => limited(seconds, { guessed: true });

const limited = (seconds: number, more: { readonly guessed?: true }): AgentAuthError =>
  new AgentAuthError('provider_rate_limited', { until: new Date(Date.now() + seconds * 1000).toISOString(), ...more });
