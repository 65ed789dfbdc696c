/** Why an account's logins send nothing by themselves for now. */
export const STOP_REASONS = [
  /** The site said neither yes nor no to the last one. */
  'unknown',
  /** Our page or worker was lost after something may have been typed, too often in a row. */
  'lost',
  /** The site was in trouble, or asked to wait. */
  'site_trouble',
  /** The site said that the account is locked. */
  'locked',
  /** The site said that the account may not log in: not activated, not paid for, not at this time, not from here. */
  'not_allowed',
  /** Too many logins within a day that did not end in a session. */
  'too_many_logins',
  /** The site refused two one-time codes of the TOTP secret in a row. */
  'codes_refused',
  /** The sessions of the agent end as soon as they have begun. */
  'short_sessions',
  /** An operator has paused the agent, or its site. */
  'paused',
  /** Its session is over, and it is not to log in again by itself (`auto_reauth`). */
  'auto_reauth_off',
  /** Several accounts have met trouble of the site: all agents leave it alone for a while. */
  'circuit_open',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** A new value, a person's answer or an admin's reset ends it before its time. */
export interface LoginStop {
  readonly why: StopReason;
  /** RFC 3339; null: it does not end by itself. */
  readonly until: string | null;
}
