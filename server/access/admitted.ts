import type { AgentAuth } from '../../client/index.js';

/** Identifies the caller for logs and limits, without the key or token itself. */
export interface Admitted {
  /** Id of the access key, or of the invocation whose token was shown. */
  readonly id: string;
  readonly auth: AgentAuth;
  /** Code of the link that the token was got with: what entitles its holder to answer. Null where no token was shown. */
  readonly linkCode: string | null;
  /**
   * Checks again, for what goes on for longer than a moment. Keys and links are looked up once a minute at most, however many ask.
   * @throws AgentAuthError `unauthorized` once the key was revoked, the token has expired, or its link was taken back
   */
  check(): Promise<void>;
}
