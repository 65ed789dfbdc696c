import type { AgentProxy } from '../address/proxy.js';
import type { CredentialReference } from '../credentials/providers.js';

/** Change of an agent's settings. Absent members stay as they are; null clears: the default, an empty list, none. */
export interface AgentUpdate {
  readonly id: string;
  readonly credential_name?: string | null;
  readonly login_url?: string | null;
  readonly allowed_domains?: readonly string[] | null;
  readonly stay_signed_in?: boolean | null;
  readonly send_to?: readonly string[] | null;
  /** Name that the answers of people are saved under, from the next login on. */
  readonly save_credential_as?: string | null;
  /** Whether its session is looked at from time to time. @default true */
  readonly health_checks?: boolean | null;
  /** How often, in seconds: 300 to 86400. @default 3600 */
  readonly health_check_interval?: number | null;
  /** Whether it logs in again by itself when its session is over, or about to be. @default true */
  readonly auto_reauth?: boolean | null;
  /** Whether the site is visited often enough that it does not end the session as unused. @default false */
  readonly keep_alive?: boolean | null;
  /** How long a re-login waits for a person, in seconds: 60 to 2592000. @default 604800 */
  readonly reauth_wait_seconds?: number | null;
  /** What its logins go out by; needs an admin key. */
  readonly proxy?: AgentProxy | null;
  /** Where its values come from: a stored credential, or a provider. */
  readonly credential?: CredentialReference | null;
}
