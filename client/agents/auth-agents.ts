import type { AgentState } from '../../contract/agent/agent.js';
import type { SiteCircuit } from '../../contract/agent/circuit.js';
import type { Pause } from '../../contract/agent/pause.js';
import type { AgentTimelineEvent } from '../../contract/events.js';
import { agent } from '../../contract/messages.js';
import type { Paging } from '../../contract/paging.js';
import { agents } from '../../contract/schemas/agents.js';
import { pauses } from '../../contract/schemas/pauses.js';
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
import { type CheckedAgent, checkAgent } from './check.js';
import { type AgentCreate, createAgent } from './create.js';
import { deleteAgent } from './delete.js';
import { type Ensure, ensureSession, type ReadySession } from './ensure.js';
import { checkNotPaused, pause, resume } from './pauses.js';
import { checkAgentId, followAgent, retrieveAgent } from './read.js';
import { resetAttempts } from './reset-attempts.js';
import { type AuthAgent, toAuthAgent } from './shape.js';
import { type AgentChange, updateAgent } from './update.js';

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
   * The logins of an agent and the resets of its limits, newest first, with how each ended. They outlive Temporal's retention. Await it for one page, or iterate over all.
   *
   * @param input `type` `login`, `reauth` or `reset` filters; `limit` 1 to 100, 20 by default
   * @throws AgentAuthError `agent_not_found`, `invalid_input`: `TimelineError`
   * @example
   * for await (const { type, status, completed_at } of auth.agents.auth.timeline('agent_example.com_work')) {
   *   console.log(type, status, completed_at);
   * }
   */
  timeline(
    id: string,
    input: { readonly type?: AgentTimelineEvent['type'] } & Paging = {},
  ): Listing<AgentTimelineEvent> {
    const query = readParams(agents.timeline, { ...input, id: checkAgentId(id) });
    return new Listing(query, (page) => callVault(this.#caller, 'agents.timeline', { ...query, ...page }));
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
   * @throws AgentAuthError `paused` {scope, reason, by, at} while an operator has switched it off; `max_attempts_reached` {why, until} where a login
   *   would not be sent; `needs_human` {invocation_id, pending_fields, and the choices} as soon as a person is needed, and
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
   * @throws AgentAuthError `agent_not_found`, `paused`, `unauthorized` (no access key): `ReauthError`
   * @example
   * const { invocation_id, hosted_url } = await auth.agents.auth.reauth('agent_example.com_work');
   */
  async reauth(id: string): Promise<StartedLogin> {
    const stopped = await checkNotPaused(this.#caller, checkAgentId(id));
    const wanted = { type: 'reauth', save_credential_as: null, limits: null } as const;
    return { ...(await startInvocation(this.#caller, id, wanted)), stopped };
  }

  /**
   * Lets the logins of an agent go on where too many attempts stopped them (`stopped`), and those of all agents of its site where that is left alone.
   * Values that the site refused stay refused until they change. Needs an access key with the scope `admin`.
   *
   * @param input `reason`: one line for people, kept in the agent's timeline; no secret
   * @returns the agent, with what still stops it
   * @throws AgentAuthError `agent_not_found`, `invalid_input`, `forbidden`: `ResetAttemptsError`
   * @example
   * const { stopped } = await auth.agents.auth.resetAttempts('agent_example.com_work', { reason: 'the site is repaired' });
   */
  resetAttempts(id: string, input: { readonly reason?: string } = {}): Promise<AuthAgent> {
    return resetAttempts(this.#caller, id, input);
  }

  /**
   * Sites that no agent logs in to by itself now, because several accounts have met trouble there; those that are left alone for longest first. Await it
   * for one page, or iterate over all. Needs an access key with the scope `admin`.
   *
   * @throws AgentAuthError `invalid_input`, `forbidden`: `ListError`
   * @example
   * for await (const { site, state, until } of auth.agents.auth.circuits()) console.log(site, state, until);
   */
  circuits(input: Paging = {}): Listing<SiteCircuit> {
    return new Listing(readParams(agents.circuits, input), (page) => callVault(this.#caller, 'agents.circuits', page));
  }

  /**
   * Looks at the session of an agent now, by one request, or by a browser where no request tells. One that is over is renewed by a login of its own, as at a
   * regular check.
   *
   * @param options `max_age_seconds`: a younger result is returned without another look. @default 0, always look
   * @throws AgentAuthError `agent_not_found`, `invalid_input`: `CheckError`
   * @example
   * const { verified, check } = await auth.agents.auth.checkNow('agent_example.com_work');
   * if (!verified) console.log(check?.answer, check?.why);
   */
  checkNow(id: string, options: { readonly max_age_seconds?: number } = {}): Promise<CheckedAgent> {
    return checkAgent(this.#caller, id, options);
  }

  /**
   * Changes the settings of an agent; a login that runs goes by them from its next step on. Absent members stay as they are, null clears.
   *
   * @param input time limits in seconds, up to 30 days; they hold from the next login on
   * @throws AgentAuthError `agent_not_found`, `credential_not_found`, `domain_mismatch`, `invalid_domain`, `invalid_url`, `invalid_name`,
   *   `invalid_input`, `forbidden` (as at its creation): `AgentUpdateError`
   * @example
   * await auth.agents.auth.update('agent_example.com_work', { login_url: 'https://example.com/sign-in', credential_name: null });
   */
  update(id: string, input: AgentChange): Promise<AuthAgent> {
    return updateAgent(this.#caller, id, input);
  }

  /**
   * Switches an agent off until it is resumed: no login of it begins, `ensure` and `invocations.create` answer `paused`, and what its session
   * needs is put off. A login in progress goes on waiting, within its time limits, and sends nothing. Needs an access key with the scope `admin`.
   *
   * @param input `reason`: one line for people; no secret
   * @throws AgentAuthError `agent_not_found`, `invalid_input`, `forbidden`: `PauseError`
   * @example
   * await auth.agents.auth.pause('agent_example.com_work', { reason: 'the account is being moved' });
   */
  pause(id: string, { reason }: { readonly reason: string }): Promise<Pause> {
    return pause(this.#caller, { id: checkAgentId(id) }, reason);
  }

  /**
   * Switches an agent on again. Needs an access key with the scope `admin`.
   *
   * @returns whether it was off. Its site can still be
   * @throws AgentAuthError `agent_not_found`, `forbidden`: `PauseError`
   * @example
   * await auth.agents.auth.resume('agent_example.com_work');
   */
  resume(id: string): Promise<boolean> {
    return resume(this.#caller, { id: checkAgentId(id) });
  }

  /**
   * Switches off all agents of a site, those that it will have too, and whatever other agents would send to it. Needs an access key with the
   * scope `admin`.
   *
   * @param domain any host of the site
   * @throws AgentAuthError `invalid_domain`, `invalid_input`, `forbidden`: `SitePauseError`
   * @example
   * await auth.agents.auth.pauseSite('example.com', { reason: 'maintenance until Monday' });
   */
  pauseSite(domain: string, { reason }: { readonly reason: string }): Promise<Pause> {
    return pause(this.#caller, { domain }, reason);
  }

  /**
   * Switches the agents of a site on again, except those that are paused by themselves. Needs an access key with the scope `admin`.
   *
   * @returns whether it was off
   * @throws AgentAuthError `invalid_domain`, `forbidden`: `SitePauseError`
   * @example
   * await auth.agents.auth.resumeSite('example.com');
   */
  resumeSite(domain: string): Promise<boolean> {
    return resume(this.#caller, { domain });
  }

  /**
   * What is switched off, newest first. Await it for one page, or iterate over all.
   *
   * @throws AgentAuthError `invalid_input`: `ListError`
   * @example
   * for await (const { subject, reason, by } of auth.agents.auth.pauses()) console.log(subject, reason, by);
   */
  pauses(input: Paging = {}): Listing<Pause> {
    return new Listing(readParams(pauses.list, input), (page) => callVault(this.#caller, 'agents.pauses', page));
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
