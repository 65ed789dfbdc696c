import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { ask } from '../../client/temporal/ask.js';
import type { AgentInput, StartInvocation } from '../../contract/agent/agent.js';
import { DEFAULT_LIMITS, type InvocationState } from '../../contract/invocation/invocation.js';
import * as messages from '../../contract/messages.js';
import { agentId, WORKFLOWS } from '../../contract/names.js';
import { SEALED, type startScriptedWorker } from '../server/workflows/scripted-login.js';

/** What a story is told with: an agent, its login, and who talks to them. */
export class Stage {
  readonly invocationId = `inv_${randomUUID()}`;
  readonly agentId: string;

  constructor(
    readonly client: Client,
    readonly worker: Awaited<ReturnType<typeof startScriptedWorker>>,
    readonly profile: string,
    /** Lets time pass, by the clock of the server. */
    readonly pass: (time: '10 minutes' | '20 minutes' | '2 hours') => Promise<void> = () =>
      Promise.reject(new Error('not here')),
  ) {
    this.agentId = agentId('example.com', profile);
  }

  /** What the agent is named by. */
  get pair(): { readonly domain: string; readonly profile_name: string } {
    return { domain: 'example.com', profile_name: this.profile };
  }

  get agent(): WorkflowHandle {
    return this.client.workflow.getHandle(this.agentId);
  }

  get invocation(): WorkflowHandle {
    return this.client.workflow.getHandle(this.invocationId);
  }

  /** How long the agent sleeps now, in seconds. */
  async agentSleeps(): Promise<number> {
    const { events } = await this.agent.fetchHistory();
    const started = events?.findLast(({ timerStartedEventAttributes }) => timerStartedEventAttributes);
    return Number(started?.timerStartedEventAttributes?.startToFireTimeout?.seconds ?? 0);
  }

  async makeAgent(): Promise<void> {
    const config = {
      ...this.pair,
      credential_name: null,
      login_url: null,
      allowed_domains: [],
      limits: DEFAULT_LIMITS,
    };
    const input: AgentInput = { id: this.agentId, config, task_queue: this.worker.prefix, resume: null };
    const startWorkflowOperation = new WithStartWorkflowOperation(WORKFLOWS.authAgent, {
      workflowId: this.agentId,
      taskQueue: this.worker.prefix,
      args: [input],
      workflowIdConflictPolicy: 'FAIL',
    });
    await this.client.workflow.executeUpdateWithStart(messages.agent.configure, {
      startWorkflowOperation,
      args: [config],
    });
  }

  async startLogin(over: Partial<StartInvocation> = {}): Promise<void> {
    const request: StartInvocation = {
      invocation_id: this.invocationId,
      type: 'login',
      save_credential_as: 'main',
      handoff_hash: null,
      limits: null,
      authorization: { kid: 'k1', sealed: SEALED },
      ...over,
    };
    await this.#ask(() => this.agent.executeUpdate(messages.agent.startInvocation, { args: [request] }));
  }

  /** Follows the login until it asks. */
  async asked(question = 1): Promise<void> {
    let state: InvocationState = await this.invocation.query(messages.invocation.state);
    while (state.step !== 'awaiting_input' || state.question !== question) {
      const { version } = state;
      const change = await this.#ask(() =>
        this.invocation.executeUpdate(messages.invocation.waitForChange, {
          args: [version],
          updateId: messages.changeUpdateId(version),
        }),
      );
      if (!change.again) state = change.state;
    }
  }

  /** Follows the login until it is as wanted, by asking again and again. */
  async seen(isSo: (state: InvocationState) => boolean): Promise<void> {
    while (!isSo(await this.invocation.query(messages.invocation.state))) await sleep(30);
  }

  async submit(question = 1): Promise<void> {
    const message = { question, kid: 'k1', entitlement: SEALED, field_values: { password: SEALED } };
    await this.invocation.executeUpdate(messages.invocation.submit, { args: [message] });
  }

  async submitBySignal(question: number): Promise<void> {
    const message = { question, kid: 'k1', entitlement: SEALED, field_values: { password: SEALED } };
    await this.invocation.signal(messages.invocation.submitSignal, message);
  }

  async stepBegun(step: string): Promise<void> {
    while (!this.worker.played.steps.includes(step)) await sleep(20);
  }

  async removeAgent(): Promise<void> {
    await this.#ask(() => this.agent.executeUpdate(messages.agent.remove));
    await this.agent.result();
  }

  /** Through the client's own: a message that comes while a workflow hands over to its next run is sent again. */
  #ask<T>(call: () => Promise<T>): Promise<T> {
    return ask({ temporal: this.client, task_queue: 'agent-auth' }, { absent: 'agent_not_found', ms: 60_000 }, call);
  }
}
