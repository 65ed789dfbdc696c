/** Re-logins that wait for a person: without a page, for days, and with reminders. */
import type { AskedField } from '../events.js';

/** How long a re-login waits for a person, unless its agent says otherwise: 7 days. Seconds. */
export const DEFAULT_REAUTH_WAIT_SECONDS = 7 * 24 * 3600;
export const MIN_REAUTH_WAIT_SECONDS = 60;

/** When a person is reminded of what is asked of them. Ms since it was asked. */
export const REMINDERS_AFTER_MS = [3_600_000, 24 * 3_600_000, 72 * 3_600_000] as const;

/**
 * Id of the option by which a person says that they are there: the page is opened again, and what only works while it is open (a code that is sent,
 * a confirmation elsewhere, a choice) is asked anew. One of `sign_in_options`.
 */
export const BEGIN_AGAIN = 'agent-auth:begin-again';

/** What an agent waits for from a person. It stays until there is a session, or a login that ended for another reason. */
export interface ReauthWait {
  /** RFC 3339: since when somebody is asked. */
  readonly since: string;
  /** Whether something is asked for, or is to be done elsewhere. */
  readonly waits_for: 'input' | 'external_action';
  /** Those of the fields asked for whose names are the same on all sites. */
  readonly missing: readonly AskedField[];
  /** The login that waits; null: nobody answered in time. */
  readonly invocation_id: string | null;
  /** RFC 3339: until when that login waits; null where none does. */
  readonly until: string | null;
  /** RFC 3339: when it is asked again; null while a login waits, and where the site has refused a value: that waits for another one. */
  readonly next_at: string | null;
}
