/** The workflow of an agent's login is gone, and the vault has ended it. `renew`: it was to renew the session, which nobody else asks for again. */
export type LostLogin = 'ended' | 'renew';

/** A session as the vault has it. */
export interface KnownSession {
  /** RFC 3339. */
  readonly last_auth_at: string | null;
  readonly session_expires_at: string | null;
  /** Its origin. */
  readonly post_login_url: string | null;
}

/** What an agent has yet to hear. */
export interface HeardChange {
  /** Names the latest change; null where the agent has heard of all. */
  readonly change: string | null;
  readonly has_session: boolean;
  /** Its last session was looked at and is over. Absent: it is not, or nobody knows. */
  readonly is_over?: boolean;
  /** Somebody was asked for something and did not answer in time: what has changed may be the answer. */
  readonly may_be_answered?: boolean;
  /** Its last login failed for an item of a provider that has changed since: it may begin another one. Absent: it is not so. */
  readonly renews?: boolean;
  /** Its session works, and it is time for a login: its end is near, or the site would end it as unused. Absent: it is not. */
  readonly is_due?: boolean;
  /** Absent where there is none, and from older workers. */
  readonly session?: KnownSession;
  readonly lost?: LostLogin;
}
