/** What is known of whether an agent's session still works. */

/** `inconclusive`: nobody could tell. It changes nothing. */
export type CheckAnswer = 'in' | 'out' | 'inconclusive';

/** Why a check has answered as it did. */
export const CHECK_REASONS = [
  /** The site answered as it did when the session was proven. */
  'as_member',
  /** The site answered as it answers somebody without a session. */
  'as_stranger',
  /** The site answered something else than either. */
  'unlike_both',
  /** The site refused to answer this client (403, 429, a challenge). */
  'refused',
  /** The site is in trouble (5xx). */
  'site_trouble',
  /** The site, or the agent's proxy, could not be reached in time. */
  'not_reached',
  /** No page was free for the browser to look, or a login needed it. */
  'no_page',
  /** What the request carried has run out, and a page of the site may renew it. */
  'token_over',
] as const;
export type CheckReason = (typeof CHECK_REASONS)[number];

/** `probe`: one request without a browser; `browser`: a page that was opened. */
export type CheckedBy = 'probe' | 'browser';

/** One look at a session. */
export interface SessionCheck {
  /** RFC 3339. */
  readonly at: string;
  readonly answer: CheckAnswer;
  readonly by: CheckedBy;
  readonly why: CheckReason;
}

/**
 * Why the session of an agent can't be checked: `no_probe`, no request of the site tells a session from none, and no page of it does;
 * `single_visit`, the site ends a session that is used beside its own.
 */
export type CheckUnavailable = 'no_probe' | 'single_visit';

export interface CheckInput {
  /** Of the agent. */
  readonly id: string;
  /** A session that was proven or checked later than this is not checked again. 0: it is always checked. */
  readonly max_age_seconds: number;
  /** How long who asks waits; a look goes on without him. @default 5 */
  readonly wait_seconds?: number;
}

export interface CheckedSession {
  /** Whether the vault has a session of the agent now. */
  readonly has_session: boolean;
  /** Whether it was proven, or checked, as lately as was asked for. */
  readonly verified: boolean;
  /** The last check; null where there was none since the session was proven. */
  readonly last_check: SessionCheck | null;
  readonly unavailable: CheckUnavailable | null;
}
