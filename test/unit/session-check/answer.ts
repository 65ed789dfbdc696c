import type { Answer } from '../../../activities/session-check/ask.js';

/** What a site answers: an empty page, but for what is given. */
export const answer = (more: Partial<Answer> = {}): Answer => ({
  status: 200,
  location: null,
  type: 'text/html',
  setCookies: [],
  retryAfter: null,
  isChallenge: false,
  isStale: false,
  body: '',
  ...more,
});
