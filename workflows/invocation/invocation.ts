import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { ERRORS } from '../../contract/errors/errors.js';
import type { Refusal } from '../../contract/invocation/answer-rules.js';
import type { InvocationInput, InvocationState, SubmitMessage } from '../../contract/invocation/invocation.js';
import * as messages from '../../contract/messages.js';
import type { LoginRef, Outcome } from '../../contract/steps.js';
import { changeFeed } from '../change-feed.js';
import { patched } from '../patched.js';
import { vault } from '../vault.js';
import { type Age, checkSubmit } from './check-submit.js';
import { closeInvocation, report } from './close.js';
import { codeOf } from './code-of.js';
import { CurrentFlow } from './current-flow.js';
import type { Flow } from './flow/index.js';
import * as flows from './flow/index.js';
import { addHandoff, type Handoffs, mayUse, useHandoff } from './handoffs.js';
import { LongWait } from './long-wait.js';
import { closePage } from './page-steps.js';
import { LoginSteps } from './steps.js';
import { Need } from './tell-need.js';

/** Since then a Signal has to say what entitles to its answer. An Update needs no patch: its validator does not run again. */
const ENTITLED_ANSWERS = 'entitled-answers';
/** Since then a login hears that what is stored has changed. */
const VAULT_CHANGED = 'vault-changed';
/** Since then a page is looked at again where the login may not go on as it has begun, also when nothing is asked. */
const LOOKS_IN_BETWEEN = 'looks-in-between';
/** Since then a re-login waits for days, without a page. */
const REAUTH_WAITS = 'reauth-waits';

/** What a run hands to the next one. */
export interface InvocationResume {
  readonly flow: Flow;
  readonly outcome: Outcome | null;
  readonly handoffs: Handoffs;
  /** What is stored has changed, and nobody has looked. Absent in runs of older versions. */
  readonly changed?: boolean;
}

/** One login: handles messages from people and the agent, does one step after the other, and ends exactly once. */
export class Invocation {
  readonly #input: InvocationInput;
  readonly #ref: LoginRef;
  readonly #current: CurrentFlow;
  readonly #steps: LoginSteps;
  readonly #longWait: LongWait;
  /** What the page shows; null when it has to be opened. */
  #outcome: Outcome | null;
  #handoffs: Handoffs;
  /** What is stored has changed. */
  #changed: boolean;
  /** Scope of the login itself. A cancel message cancels it, and `consideredCancelled` tells afterwards. */
  readonly #work = new CancellationScope();
  readonly #need: Need;
  /** This run is ending: long polls are answered at once. */
  #draining = false;

  constructor(input: InvocationInput, resume: InvocationResume | null) {
    const { invocation_id, auth_agent_id, handoff_hashes } = input;
    this.#input = input;
    this.#ref = { invocation_id, auth_agent_id };
    this.#current = new CurrentFlow(resume?.flow ?? flows.beginFlow(input, Date.now()));
    this.#steps = new LoginSteps(input, this.#current, () => this.#changed);
    this.#need = new Need(this.#ref);
    this.#longWait = new LongWait(input, this.#current, () => this.#changed);
    this.#outcome = resume?.outcome ?? null;
    this.#changed = resume?.changed ?? false;
    this.#handoffs = resume?.handoffs ?? handoff_hashes.reduce((all, hash) => addHandoff(all, hash, Date.now()), {});
  }

  get #flow(): Flow {
    return this.#current.flow;
  }

  /** Registers a handler for every message, with its validator. */
  listen(): void {
    const {
      state,
      waitForChange,
      submit,
      submitSignal,
      addHandoff: add,
      exchange,
      cancel,
      vaultChanged,
    } = messages.invocation;
    setHandler(state, () => this.#flow.state);
    setHandler(
      waitForChange,
      changeFeed(
        () => this.#flow.state,
        () => this.#draining,
      ),
    );
    setHandler(
      submit,
      async (message) => {
        this.#take(message);
        return this.#flow.state;
      },
      { validator: (message) => this.#checkAnswer(message) },
    );
    setHandler(submitSignal, (message) => this.#takeOrReject(message));
    setHandler(add, (hash) => {
      this.#handoffs = addHandoff(this.#handoffs, hash, Date.now());
    });
    setHandler(
      exchange,
      async (hash) => {
        this.#handoffs = useHandoff(this.#handoffs, hash);
        return { exchanged: true };
      },
      { validator: (hash) => this.#checkHandoff(hash) },
    );
    setHandler(cancel, () => this.#work.cancel());
    setHandler(vaultChanged, () => {
      if (patched(VAULT_CHANGED)) this.#changed = true;
      this.#steps.looksInBetween = patched(LOOKS_IN_BETWEEN);
    });
  }

  /** Runs until it is decided how the login ends, or until the history is so long that a new run has to take over. */
  async run(): Promise<'continue' | 'close'> {
    try {
      if (await this.#work.run(() => this.#login())) return 'close';
    } catch (error) {
      const { consideredCancelled } = this.#work;
      this.#update(consideredCancelled ? flows.canceled(this.#flow) : flows.fail(this.#flow, codeOf(error)));
      return 'close';
    }
    this.#draining = true;
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
    // A cancel that arrived while the run drained was sent to this run; the next one would never get it.
    if (!this.#work.consideredCancelled) return 'continue';
    this.#update(flows.canceled(this.#flow));
    return 'close';
  }

  continueAsNew(): Promise<never> {
    const resume: InvocationResume = {
      flow: this.#flow,
      outcome: this.#outcome,
      handoffs: this.#handoffs,
      changed: this.#changed,
    };
    return continueAsNew<(input: InvocationInput, resume: InvocationResume) => Promise<InvocationState>>(
      this.#input,
      resume,
    );
  }

  /** Closes the login; a cancel can't interrupt it. Values that people gave are gone afterwards, unless they were saved. */
  close(): Promise<InvocationState> {
    return CancellationScope.nonCancellable(async () => {
      const closing = closePage(this.#ref, this.#flow.page);
      const { credential_name, not_saved, session_lost } = await closeInvocation(this.#ref, this.#flow);
      if (session_lost) this.#update(flows.lost(this.#flow, Date.now()));
      // The agent first: a caller that sees the end here must find the agent up to date. The agent may have been deleted meanwhile.
      await getExternalWorkflowHandle(this.#input.auth_agent_id)
        .signal(messages.agent.invocationClosed, report(this.#flow, credential_name))
        .catch(() => undefined);
      this.#update(flows.closed(this.#flow, Date.now(), not_saved));
      this.#draining = true;
      await closing;
      await condition(allHandlersFinished);
      return this.#flow.state;
    });
  }

  /** @returns false when a new run has to take over */
  async #login(): Promise<boolean> {
    if (this.#flow.kid === null) await this.#begin();
    while (!flows.ended(this.#flow)) {
      if (workflowInfo().continueAsNewSuggested) return false;
      await this.#need.tell(this.#flow);
      if (Date.now() >= this.#flow.overall_deadline) this.#update(flows.expired(this.#flow));
      else if (this.#changed) await this.#lookAtVault();
      else if (flows.isAnswered(this.#flow)) await this.#resume();
      else if (this.#longWait.isDue) await this.#park();
      else if (this.#isWaiting()) {
        if (!(await this.#waitForAnswer())) return false;
      } else if (this.#mustAsk()) this.#ask();
      else await this.#step();
    }
    return true;
  }

  async #begin(): Promise<void> {
    const { type, authorization = null, save_credential_as, automatic } = this.#input;
    const run_id = workflowInfo().firstExecutionRunId;
    const start = { ...this.#ref, type, run_id, authorization, save_credential_as };
    const answer = await vault.beginInvocation({ ...start, ...(automatic === true ? { automatic } : {}) });
    // A memo can be read while no worker is up, so an answer can still be sealed and sent as a Signal.
    upsertMemo({ [messages.SEALING_KEY_MEMO]: answer.sealing_key });
    this.#update(flows.begun(this.#flow, Date.now(), answer));
    const { reauth_wait_seconds: wait } = answer;
    if (wait !== undefined && patched(REAUTH_WAITS)) this.#update(flows.parks(this.#flow, wait, answer));
  }

  async #step(): Promise<void> {
    this.#saw(await this.#steps.next(this.#outcome));
  }

  /** The question that was pending is asked again, or answered by what is stored now. */
  async #lookAtVault(): Promise<void> {
    this.#changed = false;
    const before = this.#flow;
    const looksAgain = await this.#steps.lookAtVault();
    if (flows.gotSession(before, this.#flow) && this.#isWaiting()) this.#update(flows.foundElsewhere(this.#flow));
    else if (flows.isParked(this.#flow)) {
      if (looksAgain || flows.wasBrought(before, this.#flow)) await this.#longWait.begin();
    } else if (looksAgain) this.#saw(await this.#steps.lookAgain());
  }

  async #park(): Promise<void> {
    this.#outcome = null;
    await this.#longWait.park();
  }

  async #resume(): Promise<void> {
    await this.#longWait.resume();
    this.#steps.wake();
  }

  #saw(outcome: Outcome | null): void {
    this.#outcome = outcome;
    if (outcome && !flows.ended(this.#flow))
      this.#update(flows.watched(flows.saw(this.#flow, Date.now(), outcome), Date.now()));
    if (outcome?.kind === 'forgotten') this.#outcome = null;
  }

  #isWaiting(): boolean {
    return this.#flow.state.step === 'awaiting_input' && this.#flow.answer === null;
  }

  #mustAsk(): boolean {
    return this.#outcome?.kind === 'input' && flows.isForPerson(this.#flow);
  }

  #ask(): void {
    const now = Date.now();
    this.#update(flows.asked(flows.ask(this.#flow, now, this.#input.limits.idle_seconds), now));
  }

  /**
   * Waits for a person on one durable timer.
   * @returns false when the history is so long that a new run has to take over
   */
  async #waitForAnswer(): Promise<boolean> {
    if (flows.canPark(this.#flow)) return this.#longWait.wait();
    const { idle_deadline, state } = this.#flow;
    const left = Math.max(idle_deadline! - Date.now(), 1);
    const wanted = state.pending_fields.map((field) => field.name).join(', ') || 'a choice';
    const isDue = () => this.#flow.answer !== null || this.#changed || workflowInfo().continueAsNewSuggested;
    const inTime = await condition(isDue, left, { summary: `waits for ${wanted}` });
    if (!inTime) this.#update(flows.expired(this.#flow));
    const isAnswered = this.#flow.answer !== null;
    if (isAnswered) this.#steps.wake();
    return isAnswered || this.#changed || !inTime;
  }

  #refusalOf(message: SubmitMessage, age?: Age): Refusal | null {
    if (flows.ended(this.#flow)) return { code: 'invocation_ended', details: { status: this.#flow.end?.status } };
    return checkSubmit(this.#flow.state, this.#flow.kid, message, age);
  }

  #checkAnswer(message: SubmitMessage): void {
    const refused = this.#refusalOf(message);
    if (refused) throw ApplicationFailure.nonRetryable(ERRORS[refused.code].message, refused.code, refused.details);
  }

  #takeOrReject(message: SubmitMessage): void {
    const refused = this.#refusalOf(message, patched(ENTITLED_ANSWERS) ? 'entitled' : 'before_entitlements');
    if (refused) this.#update(flows.submitRejected(this.#flow, Date.now(), refused.code));
    else this.#take(message);
  }

  #take(message: SubmitMessage): void {
    this.#update(flows.submitted(this.#flow, Date.now(), message));
  }

  #checkHandoff(hash: string): void {
    if (flows.ended(this.#flow) || !mayUse(this.#handoffs, hash, Date.now()))
      throw ApplicationFailure.nonRetryable(ERRORS.handoff_expired.message, 'handoff_expired', {});
  }

  #update(next: Flow): void {
    this.#current.update(next);
  }
}
