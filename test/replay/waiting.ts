import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { test } from 'vitest';
import type { AgentState } from '../../contract/agent/agent.js';
import { BEGIN_AGAIN } from '../../contract/agent/reauth-wait.js';
import type { InvocationState, SubmitMessage } from '../../contract/invocation/invocation.js';
import * as messages from '../../contract/messages.js';
import {
  authenticated,
  input,
  type Played,
  type Script,
  SEALED,
  startScriptedWorker,
  threePages,
} from '../server/workflows/scripted-login.js';
import { onSkippingTemporal } from '../support/temporal.js';
import { field } from '../unit/workflows/pages.js';
import { Stage } from './stage.js';

/** Re-logins that wait for people, on a server whose clock runs ahead while nothing happens. */
export const DAY = 86_400;
const WEEK = { reauth_wait_seconds: 7 * DAY };
export const NO_PASSWORD = { stored: ['email'], has_totp: false, ...WEEK };

// Times end in the middle of an agent's day, see `skipped-time.test.ts`.
export let time: TestWorkflowEnvironment;
export let stage: Stage;
export let played: Played;
export const story = (name: string, tell: () => Promise<void>): void =>
  test(
    name,
    () =>
      onSkippingTemporal((server) => {
        time = server;
        return tell();
      }),
    // A page that waits for a push is looked at every few seconds of the server's time.
    300_000,
  );

export async function begin(script: Partial<Script>): Promise<void> {
  const worker = await startScriptedWorker(time.nativeConnection, { ...threePages, ...script });
  played = worker.played;
  stage = new Stage(time.client, worker, randomUUID());
  await stage.makeAgent();
  await stage.startLogin({ type: 'reauth' });
}

export const read = (): Promise<InvocationState> => stage.invocation.query(messages.invocation.state);
export const agent = (): Promise<AgentState> => stage.agent.query(messages.agent.state);

export async function until(wanted: (state: InvocationState) => boolean): Promise<InvocationState> {
  for (;;) {
    const state = await read();
    if (wanted(state)) return state;
    await sleep(30);
  }
}
export const parked = () => until(({ parked_since }) => (parked_since ?? null) !== null);

const submit = (answer: Partial<SubmitMessage> & { readonly question: number }) =>
  stage.invocation.signal(messages.invocation.submitSignal, { kid: 'k1', entitlement: SEALED, ...answer });
export const give = (question: number, ...names: string[]) =>
  submit({ question, field_values: Object.fromEntries(names.map((name) => [name, SEALED])) });
export const goOn = (question: number) => submit({ question, sign_in_option_id: BEGIN_AGAIN });

export const twoPages: Partial<Script> = {
  begun: NO_PASSWORD,
  open: () => input(field('email')),
  fill: (step) => ('email' in step.values ? input(field('password')) : authenticated),
};
export const sms = field('code', { code_from: 'sms' });
export const withSms: Partial<Script> = {
  begun: { stored: ['email', 'password'], has_totp: false, ...WEEK },
  open: () => input(field('email'), field('password')),
  fill: (step) => ('password' in step.values ? input(sms) : authenticated),
};
