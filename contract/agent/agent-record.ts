import type { ShownProxy } from '../address/proxy.js';
import type { AgentItem, CredentialReference, ProviderTrouble } from '../credentials/providers.js';
import type { AgentConfig, AgentStatus } from './agent.js';
import type { Pause } from './pause.js';
import type { ReauthWait } from './reauth-wait.js';
import type { CheckUnavailable, SessionCheck } from './session-check.js';
import type { LastSessionEnd, SessionKeeping } from './session-lifetime.js';
import type { LoginStop } from './stop.js';

/** The vault's record of an agent. */
export interface AgentRecord extends Omit<AgentConfig, 'limits'>, Partial<SessionKeeping> {
  readonly id: string;
  readonly status: AgentStatus;
  readonly created_at: string;
  readonly updated_at: string;
  /** Whether its logins ask the site to stay signed in. */
  readonly stay_signed_in: boolean;
  /** Hosts that the site's own scripts may send secrets to. Nothing is typed there. */
  readonly send_to: readonly string[];
  /** What its traffic goes out by; null: directly. Absent in records of older workers. */
  readonly proxy?: ShownProxy | null;
  /** Absent in records of older workers, like all of the next four. */
  readonly health_checks?: boolean;
  /** Seconds. */
  readonly health_check_interval?: number;
  /** Null where there was none since the session was proven. */
  readonly last_check?: SessionCheck | null;
  /** When its last session ended, and why; null: none has. Absent in records of older workers. */
  readonly last_session_end?: LastSessionEnd | null;
  /** Why its session can't be checked; null: it can, or it is not to be. */
  readonly health_check_unavailable_reason?: CheckUnavailable | null;
  /** How long a re-login waits for a person. Seconds; absent in records of older workers, like the next one. */
  readonly reauth_wait_seconds?: number;
  /** What it waits for from a person; null: nothing. */
  readonly reauth_wait?: ReauthWait | null;
  /** Id of the linked credential. */
  readonly credential_id: string | null;
  readonly last_auth_at: string | null;
  readonly session_expires_at: string | null;
  readonly post_login_url: string | null;
  /** Why its next login would be stopped, as far as is known before it begins; null or absent: it would not. */
  readonly stopped?: LoginStop | null;
  /** Who has switched it or its site off; null or absent: nobody. */
  readonly paused?: Pause | null;
  /** Name that the answers of people are saved under. */
  readonly save_credential_as?: string | null;
  /** The provider that its values come from; null or absent: none that was named. */
  readonly credential?: CredentialReference | null;
  /** What is wrong with that provider. */
  readonly provider_trouble?: ProviderTrouble | null;
  /** The item of it that was chosen; absent where none is. */
  readonly credential_item?: AgentItem;
}
