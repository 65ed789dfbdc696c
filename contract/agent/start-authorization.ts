/**
 * What entitles to start a login, sealed to the vault's key for the place `{purpose: 'start', invocation, agent}`: an access key, and what it is
 * used for. It travels with the start, so that it costs no call of its own.
 */
export interface StartAuthorization {
  /** Id of the vault's key that it is sealed to. */
  readonly kid: string;
  /** Compact JWE of a `StartRequest`, packed like a vault call. */
  readonly sealed: string;
}

/** Plain text of an authorization. Needs the scope `orchestrate`. */
export interface StartRequest {
  readonly access_key: string;
  /** Name to save a person's answers under; null: the one that the agent remembers. */
  readonly save_credential_as: string | null;
  /** SHA-256, hex, of the one-time code of the link that was made with the start; null without one. */
  readonly link_hash: string | null;
}
