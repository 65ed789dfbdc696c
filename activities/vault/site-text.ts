/** What the vault knows for a login about the texts of its site. */
import type { LoginRef } from '../../contract/steps.js';

/** What a login knows. */
export interface KnownToLogin {
  /** Those of its agent's credential, typed or not, and what people gave to it and was to be typed. */
  readonly values: readonly string[];
  /** Those of its agent's credential that say who somebody is, by the name that they are stored under. */
  readonly identifiers: Readonly<Record<string, string>>;
  /** Whether any of it may have been typed. */
  readonly typed: boolean;
  /** Whether the site had forgotten it, so that it began once more. */
  readonly begun_again: boolean;
  /** Its session still works and is to be renewed: it begins without it. */
  readonly renews: boolean;
  /** What seals the texts of the site, see contract/invocation/shown.ts. */
  readonly view_key: string;
  /** What the agent's fields with the names `field_1`, `field_2` are called by the site, in that order. */
  readonly names: readonly string[];
}

/** What a login asks of the vault about texts of its site; part of `LoginVault`. */
export interface SiteTextVault {
  /** @throws AgentAuthError `invocation_ended`, `invocation_not_found`, `agent_not_found` */
  knownTo(ref: LoginRef): Promise<KnownToLogin>;
  /**
   * Keeps a picture of a page for 7 days, encrypted, for an admin key.
   * @returns false where it is too large
   * @throws AgentAuthError `invocation_not_found`
   */
  keepPicture(ref: LoginRef, jpeg: Uint8Array): Promise<boolean>;
  /**
   * Gives fields of an agent numbers that they keep, also in later logins.
   * @param slugs what the site calls them; those after the 500th get none
   * @returns all that have one, in order
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`, `agent_not_found`
   */
  nameFields(ref: LoginRef, slugs: readonly string[]): Promise<readonly string[]>;
}
