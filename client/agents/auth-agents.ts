import type { AgentState } from '../../contract/agent.js';
import { agent } from '../../contract/messages.js';
import { agents } from '../../contract/schemas/agents.js';
import type { Paging } from '../../contract/vault-calls.js';
import { bindMethods } from '../bind-methods.js';
import type { Caller } from '../caller.js';
import type { FollowOptions } from '../invocations/follow.js';
import { Invocations } from '../invocations/invocations.js';
import type { StartedLogin } from '../invocations/shape.js';
import { startInvocation } from '../invocations/start.js';
import { Listing } from '../listing.js';
import { readParams } from '../read-params.js';
import { ask } from '../temporal/ask.js';
import { callVault } from '../vault/call-vault.js';
import { type AgentCreate, createAgent } from './create.js';
import { deleteAgent } from './delete.js';
import { type Ensure, ensureSession, type ReadySession } from './ensure.js';
import { checkAgentId, followAgent, retrieveAgent } from './read.js';
import { resetAttempts } from './reset-attempts.js';
import { type AuthAgent, toAuthAgent } from './shape.js';

/** Agents: each keeps one profile logged in at one site. An agent's id is its workflow id. */
export class AuthAgents {
  /** Single logins. */
  readonly invocations: Invocations;
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
    this.invocations = new Invocations(caller);
    bindMethods(this);
  }

  /**
   * Finds or creates the agent of (domain, profile). Does not log in yet. Absent members of an existing agent stay as they are.
   *
   * @param input time limits in seconds, up to 30 days
   * @throws AgentAuthError `credential_not_found`, `domain_mismatch`, `invalid_domain`, `invalid_url`, `invalid_name`, `invalid_proxy`,
   *   `invalid_input`, `forbidden`: `AgentCreateError`
   * @example
   * const agent = await auth.agents.auth.create({
   *   domain: 'example.com',
   *   profile_name: 'work',
   *   credential_name: 'shop',
   *   idle_timeout_seconds: 3600,
   * });
   */
  create(input: AgentCreate): Promise<AuthAgent> {
    return createAgent(this.#caller, input);
  }

  /**
   * One agent, as it stands now.
   *
   * @throws AgentAuthError `agent_not_found`: `AgentRetrieveError`
   * @example
   * const { status, can_reauth_reason } = await auth.agents.auth.retrieve('agent_example.com_work');
   */
  retrieve(id: string): Promise<AuthAgent> {
    return retrieveAgent(this.#caller, id);
  }

  /**
   * Agents, newest first, from the vault's index: `invocation_id` is null here, retrieve one to see its login in progress.
   * Await it for one page, or iterate over all.
   *
   * @param input `domain` and `profile_name` filter; `limit` 1 to 100, 20 by default
   * @throws AgentAuthError `invalid_domain`, `invalid_name`, `invalid_input`: `ListError`
   * @example
   * for await (const { id, status } of auth.agents.auth.list({ profile_name: 'work' })) console.log(id, status);
   */
  list(input: { readonly domain?: string; readonly profile_name?: string } & Paging = {}): Listing<AuthAgent> {
    const query = readParams(agents.list, input);
    return new Listing(query, async (page) => {
      const { items, has_more } = await callVault(this.#caller, 'agents.list', { ...query, ...page });
      return { items: items.map((record) => toAuthAgent(record, null)), has_more };
    });
  }

  /**
   * Deletes an agent: no login may use its credential from now on, and the one in progress is cancelled. Its profile stays.
   *
   * @throws AgentAuthError `agent_not_found`, `forbidden`: `AgentDeleteError`
   * @example
   * await auth.agents.auth.delete('agent_example.com_work');
   */
  delete(id: string): Promise<void> {
    return deleteAgent(this.#caller, id);
  }

  /**
   * Returns a session that is logged in: the existing one, or a new one when the stored values suffice.
   *
   * @param input `timeout` in seconds, 60 by default
   * @throws AgentAuthError `max_attempts_reached` {why, until} where a login would not be sent; `needs_human` {invocation_id, pending_fields, and the choices} as soon as a person is needed, and
   *   `ensure_timeout` {invocation_id}: in both the invocation goes on; the code of a login that failed, with {invocation_id}: `EnsureError`
   * @example
   * const { profile_name } = await auth.agents.auth.ensure({ domain: 'example.com', profile_name: 'work', timeout: 120 });
   * const storageState = await auth.profiles.storageState(profile_name);
   */
  ensure(input: Ensure): Promise<ReadySession> {
    return ensureSession(this.#caller, input);
  }

  /**
   * Reports that the session no longer works (for instance after a 401), so that the agent logs in again. Can be sent while no worker is up.
   *
   * @throws AgentAuthError `agent_not_found`: `ReportExpiredError`
   * @example
   * await auth.agents.auth.reportExpired('agent_example.com_work');
   */
  async reportExpired(id: string): Promise<void> {
    const handle = this.#caller.temporal.workflow.getHandle(checkAgentId(id));
    await ask(this.#caller, { absent: 'agent_not_found' }, () => handle.signal(agent.reportExpired));
  }

  /**
   * Logs in again now, or joins the login in progress. Values from a person are saved under the agent's last `save_credential_as`. Needs the scope
   * `orchestrate`.
   *
   * @throws AgentAuthError `agent_not_found`, `unauthorized` (no access key): `ReauthError`
   * @example
   * const { invocation_id, hosted_url } = await auth.agents.auth.reauth('agent_example.com_work');
   */
  reauth(id: string): Promise<StartedLogin> {
    return startInvocation(this.#caller, id, { type: 'reauth', save_credential_as: null, limits: null });
  }

  /**
   * Lets the logins of an agent go on where too many attempts stopped them (`stopped`). Values that the site refused stay refused until
   * they change. Needs an access key with the scope `admin`.
   *
   * @returns the agent, with what still stops it
   * @throws AgentAuthError `agent_not_found`, `forbidden`: `ResetAttemptsError`
   * @example
   * const { stopped } = await auth.agents.auth.resetAttempts('agent_example.com_work');
   */
  resetAttempts(id: string): Promise<AuthAgent> {
    return resetAttempts(this.#caller, id);
  }

  /**
   * The state of an agent now and each newer one, for as long as the agent lives. Nothing is polled.
   *
   * @param options `signal` ends the iteration; it does not throw
   * @throws AgentAuthError `agent_not_found`, also when it is deleted meanwhile: `AgentFollowError`
   * @example
   * for await (const { status } of auth.agents.auth.follow('agent_example.com_work')) {
   *   if (status === 'AUTHENTICATED') break;
   * }
   */
  follow(id: string, options: FollowOptions = {}): AsyncGenerator<AgentState, void> {
    return followAgent(this.#caller, id, options);
  }
}
