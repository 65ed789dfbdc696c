import type { InvocationStatus } from '../../contract/invocation/invocation.js';
import type { InvocationPicture, InvocationRecord } from '../../contract/invocation/invocation-record.js';
import type { InvocationTrace } from '../../contract/invocation/trace.js';
import { invocation } from '../../contract/messages.js';
import type { Paging } from '../../contract/paging.js';
import { invocations } from '../../contract/schemas/invocations.js';
import { checkNotPaused } from '../agents/pauses.js';
import { bindMethods } from '../bind-methods.js';
import type { Caller } from '../caller.js';
import { Listing } from '../listing.js';
import { makeHandoff } from '../random.js';
import { readParams } from '../read-params.js';
import { ask } from '../temporal/ask.js';
import { callVault } from '../vault/call-vault.js';
import type { InvocationAnswer } from './answer.js';
import { type FollowOptions, followInvocation, waitForEnd } from './follow.js';
import { exchangeCode, makeLink } from './handoff.js';
import { checkId } from './read.js';
import { retrieveInvocation, unlessEnded } from './retrieve.js';
import type { AgentAuthInvocation, Handoff, StartedLogin } from './shape.js';
import { createInvocation, type InvocationCreate } from './start.js';
import { submitAnswer } from './submit.js';

/** Single logins. An invocation's id is its workflow id. */
export class Invocations {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
    bindMethods(this);
  }

  /**
   * Starts a login, or joins the one in progress. Needs the scope `orchestrate`. What only keeps the agent from logging in by itself (`stopped` of the
   * answer) does not keep it.
   *
   * @param input time limits in seconds, up to 30 days
   * @throws AgentAuthError `agent_not_found`, `invocation_not_found` (the login in progress is not this agent's), `save_conflict`,
   *   `paused` {scope, reason, by, at}, `invalid_name`, `invalid_input`, `unauthorized` (no access key): `InvocationCreateError`. With a key that may not, the login ends at once with `start_not_authorized`
   * @example
   * const { invocation_id, hosted_url } = await auth.agents.auth.invocations.create({
   *   auth_agent_id: 'agent_example.com_work',
   *   save_credential_as: 'shop',
   * });
   */
  async create(input: InvocationCreate): Promise<StartedLogin> {
    const stopped = await checkNotPaused(this.#caller, readParams(invocations.create, input).auth_agent_id);
    return { ...(await createInvocation(this.#caller, input)), stopped };
  }

  /**
   * The state of an invocation now. What Temporal has forgotten comes from the vault's index, without its lists.
   *
   * @throws AgentAuthError `invocation_not_found`, `untrusted_vault`: `InvocationRetrieveError`
   * @example
   * const { step, pending_fields } = await auth.agents.auth.invocations.retrieve('inv_...');
   */
  retrieve(invocation_id: string): Promise<AgentAuthInvocation> {
    return retrieveInvocation(this.#caller, invocation_id);
  }

  /**
   * Invocations, newest first, from the vault's index. Await it for one page, or iterate over all.
   *
   * @param input `auth_agent_id` and `status` leave others out; `limit` 1 to 100, 20 by default
   * @throws AgentAuthError `invalid_input`: `ListError`
   * @example
   * const { items } = await auth.agents.auth.invocations.list({ status: 'FAILED', limit: 5 });
   */
  list(
    input: { readonly auth_agent_id?: string; readonly status?: InvocationStatus } & Paging = {},
  ): Listing<InvocationRecord> {
    const query = readParams(invocations.list, input);
    return new Listing(query, (page) => callVault(this.#caller, 'invocations.list', { ...query, ...page }));
  }

  /**
   * Answers what an invocation asks. The values are sealed here; only the worker that types them can open them.
   * Returns as soon as the answer is accepted; follow the invocation to see what comes of it. A sealed answer can be repeated. Needs the
   * scope `answer`, which the vault looks at when the answer is used: without it `last_rejected` says `not_entitled`, and the question is
   * asked again.
   *
   * @throws AgentAuthError `unknown_field`, `missing_field`, `empty_value`, `unknown_option`, `not_awaiting_input`,
   *   `submit_in_progress`, `stale_step`, `wrong_key`, `unreadable_value`, `not_entitled`, `invocation_ended`, `invocation_not_found`,
   *   `untrusted_vault`, `invalid_input`: `SubmitError`
   * @example
   * await auth.agents.auth.invocations.submit('inv_...', { field_values: { password: process.env.PASSWORD ?? '' } });
   */
  submit(id: string, input: InvocationAnswer): Promise<{ readonly accepted: true }> {
    return submitAnswer(this.#caller, id, input);
  }

  /**
   * The state now and each newer one, until the invocation has ended. Nothing is polled, however long a person takes.
   * A state that lasted for a moment only may be left out; `timeline` tells everything.
   *
   * @param options `signal` ends the iteration; it does not throw
   * @throws AgentAuthError `invocation_not_found`, `temporal_unavailable`, `untrusted_vault`: `InvocationFollowError`
   * @example
   * for await (const { step, status } of auth.agents.auth.invocations.follow('inv_...')) console.log(status, step);
   */
  follow(id: string, options: FollowOptions = {}): AsyncGenerator<AgentAuthInvocation, void> {
    return followInvocation(this.#caller, id, options);
  }

  /**
   * Waits until an invocation has ended, however it ended: look at `status`.
   *
   * @param options `timeout` in seconds; none by default, since every invocation ends by itself
   * @throws AgentAuthError `ensure_timeout` (the invocation goes on), `invocation_not_found`, `invalid_input`: `InvocationWaitError`
   * @example
   * const { status, error_code } = await auth.agents.auth.invocations.wait('inv_...', { timeout: 300 });
   */
  wait(invocation_id: string, options: { readonly timeout?: number } = {}): Promise<AgentAuthInvocation> {
    return waitForEnd(this.#caller, invocation_id, options);
  }

  /**
   * What the login engine decided in an invocation and why, step by step, in words out of closed lists: no value and no text of a page. It is
   * written at the end of each step and kept for 30 days. Needs the scope `answer`.
   *
   * @throws AgentAuthError `invocation_not_found`: `InvocationTraceError`
   * @example
   * const { entries } = await auth.agents.auth.invocations.trace('inv_...');
   */
  async trace(invocation_id: string): Promise<InvocationTrace> {
    return callVault(this.#caller, 'invocations.trace', { invocation_id: checkId(invocation_id) });
  }

  /**
   * The last picture of a page where the invocation failed, for workers that take some (`AGENT_AUTH_ARTEFACTS=pixels`). It shows what the page
   * showed, typed values included, and is kept for 7 days. Needs the scope `admin`.
   *
   * @returns null where there is none
   * @throws AgentAuthError `invocation_not_found`, `forbidden`: `InvocationPictureError`
   * @example
   * const picture = await auth.agents.auth.invocations.picture('inv_...');
   * const jpeg = picture && Buffer.from(picture.jpeg, 'base64');
   */
  async picture(invocation_id: string): Promise<InvocationPicture | null> {
    return callVault(this.#caller, 'invocations.picture', { invocation_id: checkId(invocation_id) });
  }

  /**
   * Makes another link to an invocation, for a person who lost the first one. Links that were made before stay good. That of a re-login lives as
   * long as it waits, is opened by a click, and belongs to the browser that opens it first; any other works once, for five minutes. Needs the scope
   * `orchestrate` or `answer`.
   *
   * @throws AgentAuthError `invocation_not_found`, `invocation_ended`, `forbidden`: `HandoffError`
   * @example
   * const { hosted_url } = await auth.agents.auth.invocations.handoff('inv_...');
   */
  handoff(id: string): Promise<Handoff> {
    return makeLink(this.#caller, id);
  }

  /**
   * Uses up the one-time code of a link. Of several who show the same code at once, one gets through. Only links that were made with an
   * access key count. The link of a re-login lives as long as that waits: whoever opens it first has it.
   *
   * @throws AgentAuthError `handoff_expired`, also when the invocation has ended; `invocation_not_found`; of the link of a re-login
   *   `invocation_ended` {status}, `link_taken`: `ExchangeError`
   * @example
   * const { invocation_id, handoff_code } = await auth.agents.auth.invocations.handoff('inv_...');
   * await auth.agents.auth.invocations.exchange(invocation_id, handoff_code);
   */
  async exchange(id: string, code: string): Promise<void> {
    await exchangeCode(this.#caller, id, code, makeHandoff().hash);
  }

  /**
   * Ends an invocation; nothing of it is saved. Works while no worker is up: it is carried out when one comes. One that has ended, but whose
   * page is still being closed, takes it without an error and without effect.
   *
   * @throws AgentAuthError `invocation_not_found`, `invocation_ended`: `CancelError`
   * @example
   * await auth.agents.auth.invocations.cancel('inv_...');
   */
  async cancel(invocation_id: string): Promise<void> {
    const handle = this.#caller.temporal.workflow.getHandle(checkId(invocation_id));
    const send = () => ask(this.#caller, { absent: 'invocation_not_found' }, () => handle.signal(invocation.cancel));
    await unlessEnded(this.#caller, invocation_id, send);
  }
}
