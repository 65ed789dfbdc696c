import { WithStartWorkflowOperation } from '@temporalio/client';
import type { AgentProxy } from '../../contract/address/proxy.js';
import type { AgentConfig, AgentInput, AgentState } from '../../contract/agent/agent.js';
import { agentMetadata } from '../../contract/agent-metadata.js';
import type { CredentialReference } from '../../contract/credentials/providers.js';
import { DEFAULT_LIMITS } from '../../contract/invocation/invocation.js';
import { agent } from '../../contract/messages.js';
import { agentId, mainQueue, WORKFLOWS } from '../../contract/names.js';
import { agents } from '../../contract/schemas/agents.js';
import type { Caller } from '../caller.js';
import { limitsOf } from '../invocations/start.js';
import { readParams } from '../read-params.js';
import { ask } from '../temporal/ask.js';
import { inTurn } from '../temporal/turns.js';
import { callVault } from '../vault/call-vault.js';
import { findAgent } from './read.js';
import { type AuthAgent, toAuthAgent } from './shape.js';

/** Absent members of an existing agent stay as they are; null removes. */
export interface AgentCreate {
  /** The site, for instance `example.com`; on loopback with its port. The whole address of a login page is taken as its `login_url` too. */
  readonly domain: string;
  /** Where its session is kept. Several agents share a profile, one for each domain. */
  readonly profile_name: string;
  /** The credential that logins fill from. */
  readonly credential_name?: string | null;
  /**
   * Where its values come from: a stored credential by its name, an item of a provider by its path (`VAULT/TITLE`), or the item of a provider that is for the
   * site. Null: no longer from a provider.
   */
  readonly credential?: CredentialReference | null;
  /** The login page, in case it can't be found from the domain. */
  readonly login_url?: string | null;
  /** Other sites that belong to this login. Those of another owner need an access key with the scope `admin`. */
  readonly allowed_domains?: readonly string[];
  /**
   * Hosts of a sign-in service that the site's own scripts send secrets to, exactly these; nothing is typed there. Those of another owner need
   * an access key with the scope `admin`.
   */
  readonly send_to?: readonly string[];
  /**
   * Everything that the logins of the agent load goes out by this proxy, and nothing goes out past it. Its user name and password are kept like values:
   * they are never shown. Takes the place of the one before. Needs an access key with the scope `admin`, because a proxy sees where an agent goes.
   */
  readonly proxy?: AgentProxy | null;
  /**
   * Whether logins tick "keep me logged in" and answer "Stay signed in?" with yes. Without it some sites store nothing that lasts.
   * @default true
   */
  readonly stay_signed_in?: boolean;
  /** Whether its session is looked at from time to time, and renewed when it is over. @default true */
  readonly health_checks?: boolean;
  /** How often, in seconds: 300 to 86400. @default 3600 */
  readonly health_check_interval?: number;
  /**
   * Whether it logs in again by itself when its session is over, or about to be. Without, it is `NEEDS_AUTH` then, until somebody asks for a login.
   * @default true
   */
  readonly auto_reauth?: boolean;
  /** Whether the site is visited often enough that it does not end the session as unused. @default false */
  readonly keep_alive?: boolean;
  /**
   * How long a re-login that the agent began by itself waits for a person, without a page. Seconds, 60 to 2592000 (30 days).
   * @default 604800 (7 days)
   */
  readonly reauth_wait_seconds?: number;
  /** How long each question waits for a person, also in re-authentications. Seconds, up to 30 days. @default 600 */
  readonly idle_timeout_seconds?: number;
  /** How long a login may take, people included. Seconds, up to 30 days. @default 1200 */
  readonly overall_timeout_seconds?: number;
}

/** Find-or-create in one step (Update-with-Start): of two callers at once both get the same agent. */
export const configure = (caller: Caller, id: string, config: AgentConfig): Promise<AgentState> => {
  const input: AgentInput = { id, config, task_queue: caller.task_queue, resume: null };
  const call = (): Promise<AgentState> => {
    // Can be used for one call only.
    const startWorkflowOperation = new WithStartWorkflowOperation(WORKFLOWS.authAgent, {
      workflowId: id,
      taskQueue: mainQueue(caller.task_queue),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      ...agentMetadata(config),
    });
    return caller.temporal.workflow.executeUpdateWithStart(agent.configure, { args: [config], startWorkflowOperation });
  };
  return inTurn(caller.temporal, id, () => ask(caller, { absent: 'agent_not_found', repeatable: true }, call));
};

/** Whether an agent's workflow goes by this already. */
export const isConfigured = (state: AgentState, config: AgentConfig): boolean =>
  (Object.keys(config) as (keyof AgentConfig)[]).every(
    (key) => JSON.stringify(state[key]) === JSON.stringify(config[key]),
  );

/** See `AuthAgents.create`. The grant comes first, because the vault decides what a login may use. */
export async function createAgent(caller: Caller, input: AgentCreate): Promise<AuthAgent> {
  const { idle_timeout_seconds, overall_timeout_seconds, domain: at, ...rest } = readParams(agents.create, input);
  const wanted = { ...at, ...rest };
  const id = agentId(wanted.domain, wanted.profile_name);
  const record = await callVault(caller, 'agents.grant', { id, ...wanted });
  const state = await findAgent(caller, id);
  const limits = limitsOf(idle_timeout_seconds, overall_timeout_seconds) ?? state?.limits ?? DEFAULT_LIMITS;
  const { domain, profile_name, credential_name, login_url, allowed_domains } = record;
  const config = { domain, profile_name, credential_name, login_url, allowed_domains, limits };
  // Most callers ask for what is there already. An Update of each would only take one of the few that a workflow answers at a time.
  const isThere = state !== null && isConfigured(state, config);
  return toAuthAgent(record, isThere ? state : await configure(caller, id, config));
}
