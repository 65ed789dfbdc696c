import { condition, workflowInfo } from '@temporalio/workflow';
import type { InvocationInput } from '../../contract/invocation/invocation.js';
import type { LoginRef } from '../../contract/steps.js';
import { vault } from '../vault.js';
import type { CurrentFlow } from './current-flow.js';
import type { Flow } from './flow/index.js';
import * as flows from './flow/index.js';
import { givenBy } from './flow/index.js';
import { closePage } from './page-steps.js';

/** The wait of a re-login for a person: without a page, with reminders, for days. */
export class LongWait {
  readonly #input: InvocationInput;
  readonly #ref: LoginRef;
  readonly #current: CurrentFlow;
  readonly #hasNews: () => boolean;

  /** @param hasNews whether the vault has something else by now */
  constructor(input: InvocationInput, current: CurrentFlow, hasNews: () => boolean) {
    const { invocation_id, auth_agent_id } = input;
    this.#input = input;
    this.#ref = { invocation_id, auth_agent_id };
    this.#current = current;
    this.#hasNews = hasNews;
  }

  /** Whether the page is to be closed now. */
  get isDue(): boolean {
    const at = flows.parksAt(this.#flow);
    return at !== null && at <= Date.now();
  }

  /** Lets the page go. What is left of the question is asked without one. */
  async park(): Promise<void> {
    const { page } = this.#flow;
    this.#update(flows.parked(this.#flow, Date.now()));
    await closePage(this.#ref, page);
  }

  /**
   * Waits until something is to be done, on one durable timer.
   * @returns true: whether a new run has to take over is looked at before the next step
   */
  async wait(): Promise<true> {
    const { idle_deadline, overall_deadline, state } = this.#flow;
    const ends = idle_deadline ?? overall_deadline;
    const reminder = flows.nextReminder(this.#flow);
    const until = Math.min(ends, flows.parksAt(this.#flow) ?? ends, reminder?.at ?? ends);
    const isDue = () => this.#flow.answer !== null || this.#hasNews() || workflowInfo().continueAsNewSuggested;
    const wanted = state.pending_fields.map((field) => field.name).join(', ') || 'a person';
    if (await condition(isDue, Math.max(until - Date.now(), 1), { summary: `waits for ${wanted}` })) return true;
    const now = Date.now();
    if (now >= ends) this.#update(flows.expired(this.#flow));
    else if (reminder !== null && now >= reminder.at) await this.#remind(reminder.nth);
    return true;
  }

  /** Goes on after an answer. One that was given without a page begins the login again. */
  async resume(): Promise<void> {
    const { answer } = this.#flow;
    if (answer === null) return;
    if (flows.isParked(this.#flow)) {
      // Values are looked at when they are typed.
      const by = answer.field_values === undefined ? givenBy(answer) : null;
      const { entitled } = await vault.wakeLogin({ ...this.#ref, by });
      if (!entitled) return this.#update(flows.stillParked(this.#flow, Date.now()));
      this.#update(flows.woken(this.#flow, Date.now(), true));
    }
    this.#update(flows.attended(this.#flow, Date.now(), this.#input.limits.overall_seconds));
  }

  /** Begins again without an answer, for something was stored or brought in. */
  async begin(): Promise<void> {
    await vault.wakeLogin({ ...this.#ref, by: null });
    this.#update(flows.woken(this.#flow, Date.now(), false));
  }

  async #remind(nth: number): Promise<void> {
    this.#update(flows.reminded(this.#flow, nth));
    await vault.remind({ ...this.#ref, nth });
  }

  get #flow(): Flow {
    return this.#current.flow;
  }

  #update(next: Flow): void {
    this.#current.update(next);
  }
}
