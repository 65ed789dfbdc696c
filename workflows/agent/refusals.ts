import { ApplicationFailure } from '@temporalio/workflow';
import type { AgentResume, StartInvocation } from '../../contract/agent/agent.js';
import { type CallErrorCode, ERRORS } from '../../contract/errors/errors.js';
import type { Check } from '../well-formed.js';

export const refusal = (code: CallErrorCode): ApplicationFailure =>
  ApplicationFailure.nonRetryable(ERRORS[code].message, code, {});

/** Refuses what a removed agent takes no more, what no client sends, and what `check` refuses. */
export const unless =
  <T>(isRemoving: () => boolean, isRight: Check, check?: (message: T) => void) =>
  (message: T): void => {
    if (isRemoving()) throw refusal('agent_not_found');
    if (!isRight(message)) throw refusal('invalid_input');
    check?.(message);
  };

/**
 * Refuses a start that nothing could come of as its caller wants it.
 * @throws ApplicationFailure `unauthorized`: a login that nobody authorized saves under no name of its caller's choice, and that is said before
 * a person answers in vain; `save_conflict`: the login in progress saves under another name
 */
export function checkStart({ slot, state }: AgentResume, request: StartInvocation): void {
  const { invocation_id, save_credential_as: asked, authorization } = request;
  if (asked === null) return;
  if (!authorization) throw refusal('unauthorized');
  if (slot !== null && slot !== invocation_id && asked !== state.save_credential_as) throw refusal('save_conflict');
}
