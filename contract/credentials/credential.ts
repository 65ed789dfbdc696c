/** A credential as callers see it: never a value. */
export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly has_totp_secret: boolean;
  readonly has_values: boolean;
  /** Names of the stored values. */
  readonly value_keys: readonly string[];
  readonly sso_provider: string | null;
}

export interface TotpCode {
  readonly code: string;
  /** RFC 3339. */
  readonly expires_at: string;
}

export interface CredentialCreate {
  readonly name: string;
  readonly domain: string;
  readonly values: Readonly<Record<string, string>>;
  readonly totp_secret?: string;
  readonly sso_provider?: string;
}
/** `values` are merged; `totp_secret: ''` and `sso_provider: null` remove. */
export interface CredentialUpdate {
  readonly id_or_name: string;
  readonly name?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly remove_value_keys?: readonly string[];
  readonly totp_secret?: string;
  readonly sso_provider?: string | null;
}
/** What was taken as it is, and could be better: a value that begins or ends with a space, a TOTP secret of 80 bits or less. */
export type CredentialNotice = 'totp_secret_short' | 'outer_spaces';

/** The answer to what set values, or a TOTP secret: then with a code, so that a person can finish the enrolment with the site. */
export interface CredentialWithCode extends Credential {
  readonly notices?: readonly CredentialNotice[];
  readonly totp_code?: string;
  readonly totp_code_expires_at?: string;
}
