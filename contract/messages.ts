/**
 * Updates, Signals and Queries. Plain objects, so that a client can use them without the workflow package.
 */
import type { QueryDefinition, SignalDefinition, UpdateDefinition } from '@temporalio/common';
import type { AgentConfig, AgentState, SessionAnswer, StartedInvocation, StartInvocation } from './agent/agent.js';
import type { InvocationClosed, InvocationState, SubmitMessage } from './invocation/invocation.js';

const update = <Result, Args extends unknown[]>(name: string): UpdateDefinition<Result, Args> =>
  ({ type: 'update', name }) as UpdateDefinition<Result, Args>;
const signal = <Args extends unknown[]>(name: string): SignalDefinition<Args> =>
  ({ type: 'signal', name }) as SignalDefinition<Args>;
const query = <Result, Args extends unknown[] = []>(name: string): QueryDefinition<Result, Args> =>
  ({ type: 'query', name }) as QueryDefinition<Result, Args>;

/**
 * Answer of a held `waitForChange`. `again`: ask once more (a new run takes over).
 * All callers use the update id `changeUpdateId(version)`, so that they share one slot: a workflow takes ten Updates in flight.
 */
export type Change<State> = { readonly again: true } | { readonly again: false; readonly state: State };
export const changeUpdateId = (since: number): string => `since-${since}`;

/** Messages of `authInvocation`. */
export const invocation = {
  submit: update<InvocationState, [SubmitMessage]>('submit'),
  submitSignal: signal<[SubmitMessage]>('submit'),
  waitForChange: update<Change<InvocationState>, [number]>('waitForChange'),
  cancel: signal<[]>('cancel'),
  /** Sent by the agent: look again at what is stored. It says nothing itself, for anybody in the namespace can send it. */
  vaultChanged: signal<[]>('vaultChanged'),
  /** Sent by the agent for each caller that joins: SHA-256, hex, of the one-time code that the caller keeps. */
  addHandoff: signal<[string]>('addHandoff'),
  /** Uses up a one-time code, named by its SHA-256 in hex; it works once, and for five minutes. */
  exchange: update<{ readonly exchanged: true }, [string]>('exchange'),
  state: query<InvocationState>('state'),
};

/** Messages of `authAgent`. */
export const agent = {
  configure: update<AgentState, [AgentConfig]>('configure'),
  startInvocation: update<StartedInvocation, [StartInvocation]>('startInvocation'),
  /** Sent by `ensureSession`: answers at once when authenticated, else later by the Signal `sessionAnswer` to that workflow id. */
  ensure: update<{ readonly authenticated: boolean; readonly agent: AgentState }, [{ readonly workflow_id: string }]>(
    'ensure',
  ),
  remove: update<void, []>('remove'),
  reportExpired: signal<[]>('reportExpired'),
  /** What the agent believes of the vault has changed: it asks the vault. It says nothing itself, for anybody in the namespace can send it. */
  vaultChanged: signal<[]>('vaultChanged'),
  invocationClosed: signal<[InvocationClosed]>('invocationClosed'),
  waitForChange: update<Change<AgentState>, [number]>('waitForChange'),
  state: query<AgentState>('state'),
};

/** Messages of `ensureSession`. */
export const ensureSession = {
  sessionAnswer: signal<[SessionAnswer]>('sessionAnswer'),
};

/** Memo key of the published sealing key of an invocation; readable while no worker is up. */
export const SEALING_KEY_MEMO = 'sealing_key';
