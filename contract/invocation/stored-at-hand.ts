/** What is stored for a login: names, and what tells a value from the one before. */
export interface StoredAtHand {
  /** Names of the values that the agent's credential holds. */
  readonly stored: readonly string[];
  /** Those of them that the site refused and that have not changed since. */
  readonly refused: readonly string[];
  readonly has_totp: boolean;
  readonly sso_provider: string | null;
  /** Another one once something was saved or imported that may be the session, or values come from elsewhere. Absent from older workers. */
  readonly elsewhere_mark?: string;
  /** Whether the agent has a session now. Absent from older workers. */
  readonly has_session?: boolean;
  /** By name of a value; another one once the value is another, or a secret belongs to another user name. Absent from older workers. */
  readonly marks?: Readonly<Record<string, string>>;
  /** The same for the TOTP secret; null where there is none. */
  readonly totp_mark?: string | null;
  /** Another one once the login may go elsewhere. */
  readonly grant_mark?: string;
}
