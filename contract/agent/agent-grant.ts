import type { AgentProxy } from '../address/proxy.js';
import type { CredentialReference } from '../credentials/providers.js';

/** Grant of an agent. Absent members of an existing agent stay as they are; null removes. */
export interface AgentGrant {
  readonly id: string;
  readonly domain: string;
  readonly profile_name: string;
  readonly credential_name?: string | null;
  /** The provider to take values from, or as `credential_name`; not both. */
  readonly credential?: CredentialReference | null;
  readonly login_url?: string | null;
  readonly allowed_domains?: readonly string[];
  /** @default true */
  readonly stay_signed_in?: boolean;
  /** Hosts that the site's own scripts may send secrets to; exactly these, and nothing is typed there. Needs the scope `admin`. */
  readonly send_to?: readonly string[];
  /** Whether its session is looked at from time to time. @default true */
  readonly health_checks?: boolean;
  /** How often, in seconds: 300 to 86400. @default 3600 */
  readonly health_check_interval?: number;
  /** Whether it logs in again by itself when its session is over, or about to be. @default true */
  readonly auto_reauth?: boolean;
  /** Whether the site is visited often enough that it does not end the session as unused. @default false */
  readonly keep_alive?: boolean;
  /** How long a re-login waits for a person, in seconds: 60 to 2592000 (30 days). @default 604800 (7 days) */
  readonly reauth_wait_seconds?: number;
  /** Needs the scope `admin`. */
  readonly proxy?: AgentProxy | null;
}
