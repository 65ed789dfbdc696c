import { randomUUID } from 'node:crypto';
import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll } from 'vitest';
import type { InvocationInput, InvocationState, SubmitMessage } from '../../../../contract/invocation/invocation.js';
import * as messages from '../../../../contract/messages.js';
import { WORKFLOWS } from '../../../../contract/names.js';
import type { Outcome } from '../../../../contract/steps.js';
import { startTestTemporal, type TestTemporal } from '../../../support/temporal.js';
import { field, page } from '../../../unit/workflows/pages.js';
import { type Script, SEALED, startScriptedWorker, threePages } from '../scripted-login.js';

const { submit, state: stateQuery, waitForChange } = messages.invocation;

/** Real invocations on a Temporal server of this test file, whose logins go by a script. */
export function runInvocations() {
  let temporal: TestTemporal;
  let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
  beforeAll(async () => {
    temporal = await startTestTemporal();
  });
  afterAll(() => temporal.stop());

  async function begin(script: Partial<Script>, over: Partial<InvocationInput> = {}) {
    worker = await startScriptedWorker(temporal.connection, { ...threePages, ...script });
    const invocation_id = `inv_${randomUUID()}`;
    const args: InvocationInput = {
      invocation_id,
      auth_agent_id: 'agent_example.com_nobody',
      type: 'login',
      domain: 'example.com',
      profile_name: 'default',
      save_credential_as: null,
      limits: { idle_seconds: 60, overall_seconds: 120 },
      handoff_hashes: [],
      task_queue: worker.prefix,
      ...over,
    };
    return temporal.client.workflow.start(WORKFLOWS.authInvocation, {
      workflowId: invocation_id,
      taskQueue: worker.prefix,
      args: [args],
    });
  }

  return {
    begin,
    get temporal() {
      return temporal;
    },
    /** Of the last one that began. */ get worker() {
      return worker;
    },
  };
}

/** Follows an invocation by its own long poll until it is as wanted. */
export async function until(
  handle: WorkflowHandle,
  wanted: (state: InvocationState) => boolean,
): Promise<InvocationState> {
  let state = await handle.query(stateQuery);
  while (!wanted(state)) {
    try {
      const change = await handle.executeUpdate(waitForChange, {
        args: [state.version],
        updateId: messages.changeUpdateId(state.version),
      });
      if (!change.again) state = change.state;
    } catch {
      state = await handle.query(stateQuery);
      if (!wanted(state) && state.status !== 'IN_PROGRESS')
        throw new Error(`ended as ${state.status} ${state.error_code}`);
    }
  }
  return state;
}
export const asking = (handle: WorkflowHandle, question = 1) =>
  until(handle, (s) => s.step === 'awaiting_input' && s.question === question);
export const ended = (handle: WorkflowHandle) => until(handle, (s) => s.status !== 'IN_PROGRESS');

export const answer = (values: Record<string, string>, question = 1): SubmitMessage => ({
  question,
  kid: 'k1',
  entitlement: SEALED,
  field_values: values,
});
export const chosen = (
  choice: Pick<SubmitMessage, 'sso_button' | 'sign_in_option_id'>,
  question = 1,
): SubmitMessage => ({
  question,
  kid: 'k1',
  entitlement: SEALED,
  ...choice,
});
/** As clients wrote it before answers said what entitles to them. */
export const unentitled = ({ entitlement: _, ...message }: SubmitMessage) => message as SubmitMessage;
export const give = (handle: WorkflowHandle, values: Record<string, string>, question = 1) =>
  handle.executeUpdate(submit, { args: [answer(values, question)] });
export const refusal = async (attempt: Promise<unknown>): Promise<string | null | undefined> => {
  const error = await attempt.then(
    () => null,
    (e: unknown) => e,
  );
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  return cause instanceof ApplicationFailure ? cause.type : String(error);
};

const google = { label: 'Continue with Google', provider: 'google', selector: '#google' };
/** A login with a way by an identity provider. */
export const withGoogle: Outcome = {
  kind: 'input',
  page: { ...page(field('email'), field('password')), sso_buttons: [google] },
};
