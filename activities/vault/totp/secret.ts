/** Parameters of a one-time code (RFC 6238). */
export interface TotpSecret {
  readonly bytes: Uint8Array;
  /** Steam's codes are made by SHA1, and written in letters of its own. */
  readonly algorithm: 'sha1' | 'sha256' | 'sha512' | 'steam';
  readonly digits: 5 | 6 | 7 | 8;
  /** Seconds. */
  readonly period: number;
}
