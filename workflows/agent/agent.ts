import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  AgentInput,
  AgentResume,
  AgentState,
  StartedInvocation,
  StartInvocation,
} from '../../contract/agent/agent.js';
import type { InvocationClosed } from '../../contract/invocation/invocation.js';
import * as messages from '../../contract/messages.js';
import type { InvocationEnd } from '../../contract/steps.js';
import { changeFeed } from '../change-feed.js';
import { iso } from '../iso.js';
import { type Check, isAsking, isClosing, isConfig, isStart } from '../well-formed.js';
import { Reports } from './believe-report.js';
import { details } from './details.js';
import { actOn, handsOnNews, VaultNews } from './hear-change.js';
import { loginStop } from './login-stop.js';
import type { OwnRecord } from './own-record.js';
import { isOwn, unlessOthers } from './own-session.js';
import * as records from './record.js';
import { checkStart, unless } from './refusals.js';
import { Replies } from './replies.js';
import { ownStart, startReserved } from './start-login.js';
import { tellCancel, tellHandoff } from './tell-login.js';
import { checkAgainMs, isOld, isReported, untilDue } from './until-due.js';
import { endOfOverdue, endOfSilent, owesName, readEnd, recordAgent, vaultSays } from './vault-says.js';
import { begins, hasEnded, isStopped, putOff } from './wait-out.js';

/** One agent: handles messages from callers and logins, and wakes by itself when its session ends or a login is overdue. */
export class Agent {
  readonly #input: AgentInput;
  readonly #startedAt = Date.now();
  #record: AgentResume;
  readonly #own: OwnRecord = { read: () => this.#record, update: (next) => this.#update(next) };
  readonly #pendingReplies = new Replies();
  /** The record has changes that the vault's index does not have yet. */
  #unwritten = false;
  readonly #news: VaultNews;
  readonly #reports = new Reports();
  #removing = false;
  /** The reason when Temporal cancels this workflow, for instance from its UI: it ends as if removed, and is shown as canceled. */
  #canceled: unknown = null;
  /** This run is ending: long polls are answered at once. */
  #draining = false;
  #checkAfter = 0;

  constructor(input: AgentInput, resume: AgentResume | null) {
    this.#input = input;
    this.#record = resume ?? records.beginRecord(input);
    this.#news = new VaultNews(resume?.is_told === true);
    if (resume === null) this.#update(this.#record);
  }

  /** Registers a handler for every message, with its validator. */
  listen(): void {
    const on = messages.agent;
    setHandler(on.state, () => this.#state);
    const feed = changeFeed(
      () => this.#state,
      () => this.#draining,
    );
    setHandler(on.waitForChange, feed);
    setHandler(
      on.configure,
      async (config) => {
        this.#update(records.configured(this.#record, config));
        this.#update(await unlessOthers(() => this.#record));
        return this.#state;
      },
      { validator: this.#unless(isConfig) },
    );
    setHandler(on.startInvocation, (request) => this.#startOrJoin(request), {
      validator: this.#unless(isStart, (request: StartInvocation) => checkStart(this.#record, request)),
    });
    setHandler(on.ensure, ({ workflow_id }) => this.#ensure(workflow_id), { validator: this.#unless(isAsking) });
    setHandler(on.reportExpired, async () => {
      const now = Date.now();
      if (this.#removing || !(await this.#reports.areBelieved(this.#record, now)) || this.#removing) return;
      this.#record = { ...this.#record, reported_at: iso(now) };
      await this.#renew();
    });
    setHandler(on.vaultChanged, () => this.#news.note());
    setHandler(on.invocationClosed, (closed) => this.#hearOfEnd(closed));
    setHandler(on.remove, async () => {
      this.#removing = true;
      await condition(() => this.#record.slot === null || this.#draining);
    });
    CancellationScope.current().cancelRequested.catch((reason: unknown) => {
      this.#removing = true;
      this.#canceled = reason;
    });
  }

  /** Runs until the agent is removed, or until a new run has to take over. */
  run(): Promise<'continue' | 'close'> {
    return CancellationScope.nonCancellable(async () => {
      if (owesName(this.#record)) this.#unwritten = true;
      while (!this.#removing) {
        await this.#catchUp();
        if (isOld(this.#startedAt) && (!this.#isBehind || (!this.#owes && handsOnNews()))) break;
        await this.#sleepUntilDue();
      }
      if (!this.#removing) await this.#drain();
      // The agent may have been removed while the run drained.
      return this.#removing ? 'close' : 'continue';
    });
  }

  continueAsNew(): Promise<never> {
    const resume = { ...this.#record, is_told: this.#news.any };
    return continueAsNew<(input: AgentInput) => Promise<void>>({ ...this.#input, resume });
  }

  /** Ends a removed agent: cancels its login and answers everybody who waits. */
  async close(): Promise<void> {
    await CancellationScope.nonCancellable(async () => {
      await this.#cancelInvocation();
      await this.#pendingReplies.send(() => this.#state);
      await this.#drain();
    });
    if (this.#canceled !== null) throw this.#canceled;
  }

  get #state(): AgentState {
    return this.#record.state;
  }

  #update(next: AgentResume): void {
    this.#record = next;
    setCurrentDetails(details(next.state));
  }

  readonly #unless = <T>(isRight: Check, check?: (message: T) => void) => unless(() => this.#removing, isRight, check);

  #startOrJoin(request: StartInvocation): Promise<StartedInvocation> {
    const { slot } = this.#record;
    return slot === null ? startReserved(this.#input, this.#own, request) : this.#join(request, slot);
  }

  /** Joins the invocation in progress. */
  async #join(request: StartInvocation, invocation_id: string): Promise<StartedInvocation> {
    const expires_at = this.#record.invocation_expires_at!;
    // The caller looks the invocation up next, so it has to exist.
    await this.#untilStarted(invocation_id);
    if (request.handoff_hash && request.invocation_id !== invocation_id)
      await tellHandoff(invocation_id, request.handoff_hash);
    return { invocation_id, type: request.type, expires_at, joined: true };
  }

  /** Resolves when the invocation runs, or has ended already. */
  #untilStarted(invocation_id: string): Promise<void> {
    return condition(() => this.#record.slot !== invocation_id || this.#state.invocation_id === invocation_id);
  }

  async #ensure(workflow_id: string): Promise<{ authenticated: boolean; agent: AgentState }> {
    if (this.#record.slot === null) this.#update(await unlessOthers(() => this.#record));
    const { slot, state } = this.#record;
    if (state.status === 'AUTHENTICATED' && slot === null) return { authenticated: true, agent: state };
    this.#update(records.addWaiter(this.#record, workflow_id));
    await this.#logInUnlessStopped(false);
    return { authenticated: false, agent: this.#state };
  }

  /** Marks the session as expired and starts a login for a new one. */
  async #renew(): Promise<void> {
    if (this.#record.due && Date.now() < Date.parse(this.#record.not_before ?? iso(0))) return;
    await this.#logInUnlessStopped(true);
  }

  /** Asks the ledger of the account before a login that nobody started is begun. */
  async #logInUnlessStopped(session_ended: boolean): Promise<void> {
    const stop = this.#record.slot === null ? await loginStop(this.#state.id, session_ended) : null;
    if (this.#removing) return;
    if (session_ended) {
      this.#update(records.sessionExpired(this.#record));
      this.#unwritten = true;
    }
    if (stop === null || this.#record.slot !== null) {
      this.#record = begins(this.#record, session_ended);
      return void (await this.#startOrJoin(ownStart()));
    }
    const { waiting } = this.#record;
    this.#update(isStopped(this.#record, stop, session_ended, Date.now()));
    if (this.#record.waiting.length === 0) this.#pendingReplies.add(waiting, false);
  }

  /** Anybody can say that the invocation in progress has ended, and how. Whether and how it has, the vault says. */
  async #hearOfEnd(closed: InvocationClosed): Promise<void> {
    const id = isClosing(closed) ? closed.invocation_id : null;
    if (id !== null && id === this.#record.slot) await (vaultSays() ? this.#readEndOf(id) : this.#takeEnd(id, closed));
  }

  async #readEndOf(invocation_id: string): Promise<void> {
    // Also an agent that is canceled hears of the end of its login.
    const end = await CancellationScope.nonCancellable(async () => {
      await this.#untilStarted(invocation_id);
      return this.#record.slot === invocation_id ? readEnd(this.#record) : null;
    });
    if (end === null) return;
    this.#takeEnd(invocation_id, end, await CancellationScope.nonCancellable(() => isOwn(this.#state, end)));
    this.#update(await CancellationScope.nonCancellable(() => putOff(() => this.#record)));
  }

  /** @param own whether a session that it brought is that of the account which the agent logs in with now */
  #takeEnd(invocation_id: string, end: InvocationEnd, own = true): void {
    if (invocation_id !== this.#record.slot) return;
    const { waiting } = this.#record;
    this.#update(hasEnded(this.#record, end, Date.now()));
    if (!own) this.#update(records.sessionExpired(this.#record));
    this.#unwritten = true;
    this.#pendingReplies.add(waiting, end.status === 'SUCCESS' && own);
  }

  /** Answers the workflows that wait, and writes the index. */
  async #catchUp(): Promise<void> {
    if (this.#mustHear) await this.#hearOfChange();
    if (this.#pendingReplies.any) await this.#pendingReplies.send(() => this.#state);
    if (!this.#unwritten || this.#isLeaving) return;
    this.#unwritten = false;
    if (await recordAgent(this.#state)) this.#record = records.nameKept(this.#record);
  }

  #hearOfChange(): Promise<void> {
    return this.#news.hear(this.#state.id, (change) =>
      actOn(change, {
        ...this.#own,
        owesIndex: () => this.#unwritten,
        readEnd: (slot) => this.#readEndOf(slot),
        logIn: (session_ended) => this.#logInUnlessStopped(session_ended),
        renewEarly: async () => {
          if (this.#record.slot === null && !this.#removing) await this.#startOrJoin(ownStart());
        },
        reply: (waiting) => this.#pendingReplies.add(waiting, true),
      }),
    );
  }

  get #mustHear(): boolean {
    return this.#news.any && !this.#isLeaving && !(this.#draining && handsOnNews());
  }

  get #owes(): boolean {
    return this.#pendingReplies.any || (this.#unwritten && !this.#isLeaving);
  }

  get #isBehind(): boolean {
    return this.#owes || this.#mustHear;
  }

  /** A removed agent is not written to the index any more. */
  get #isLeaving(): boolean {
    return this.#draining && this.#removing;
  }

  /** Waits until there is work, and does what is due by then. */
  async #sleepUntilDue(): Promise<void> {
    const { version } = this.#state;
    const hasWork = () => this.#removing || this.#news.any || this.#unwritten || this.#pendingReplies.any;
    const isDue = () => hasWork() || workflowInfo().continueAsNewSuggested || this.#state.version !== version;
    const due = await untilDue(this.#record, this.#checkAfter, isDue);
    if (due !== null) await (due === 'invocation overdue' ? this.#checkInvocation() : this.#renew());
  }

  /** Checks whether an overdue invocation has been terminated. */
  async #checkInvocation(): Promise<void> {
    const invocation_id = this.#record.slot!;
    const end = await endOfOverdue(this.#record);
    this.#checkAfter = Date.now() + checkAgainMs(this.#record);
    if (end !== null) this.#takeEnd(invocation_id, end);
    else this.#record = records.stillRuns(this.#record);
  }

  async #cancelInvocation(): Promise<void> {
    const invocation_id = this.#record.slot;
    if (invocation_id === null) return;
    // An invocation that is still being started can't receive a Signal yet.
    await this.#untilStarted(invocation_id);
    await tellCancel(invocation_id);
    if (!(await isReported(() => this.#record.slot !== invocation_id)))
      this.#takeEnd(invocation_id, await endOfSilent(this.#record));
  }

  /** Waits until all handlers have finished, all replies are sent and the index is written. */
  async #drain(): Promise<void> {
    this.#draining = true;
    do {
      await condition(allHandlersFinished);
      await this.#catchUp();
    } while (!allHandlersFinished() || this.#isBehind);
  }
}
