import { AgentAuthError } from '../../contract/errors.js';
import type { InvocationState, SubmitMessage } from '../../contract/invocation.js';
import { invocation } from '../../contract/messages.js';
import { readPublishedKey } from '../../contract/published-key.js';
import { sealText } from '../../contract/seal.js';
import { ask } from '../lib/ask.js';
import type { Caller } from '../lib/caller.js';
import { hasCode } from '../lib/has-code.js';
import { checkAnswer, type InvocationAnswer, parseAnswer } from './answer.js';
import { checkId, readState } from './read.js';
import { endedOrAbsent } from './retrieve.js';

/** Seals each value to the invocation's key, for this question and this field only. */
async function sealAnswer(caller: Caller, state: InvocationState, answer: InvocationAnswer): Promise<SubmitMessage> {
  if ('sealed_values' in answer)
    return { question: answer.question, kid: answer.kid, field_values: answer.sealed_values };
  const { invocation_id, question, sealing_key } = state;
  if (!('field_values' in answer)) return { question, ...answer };
  if (sealing_key === null) throw new AgentAuthError('not_awaiting_input');
  const { pin } = await caller.accessKey();
  const key = await readPublishedKey(sealing_key, invocation_id, pin);
  const seal = async ([field, value]: [string, string]): Promise<[string, string]> => [
    field,
    await sealText(value, key, { purpose: 'answer', invocation: invocation_id, step: question, field }),
  ];
  const sealed = await Promise.all(Object.entries(answer.field_values).map(seal));
  return { question, kid: key.kid, field_values: Object.fromEntries(sealed) };
}

/**
 * Answers what an invocation asks. The values are sealed here; only the worker that types them can open them.
 * Returns as soon as the answer is accepted; follow the invocation to see what comes of it.
 * @throws AgentAuthError `unknown_field`, `missing_field`, `empty_value`, `unknown_option`, `not_awaiting_input`,
 *   `submit_in_progress`, `stale_step`, `wrong_key`, `invocation_ended`, `invocation_not_found`, `untrusted_vault`, `invalid_input`
 */
export const submit =
  (caller: Caller) =>
  async (id: string, input: InvocationAnswer): Promise<{ readonly accepted: true }> => {
    const invocation_id = checkId(id);
    const answer = parseAnswer(input);
    try {
      const state = await readState(caller, invocation_id);
      checkAnswer(state, answer);
      const message = await sealAnswer(caller, state, answer);
      const handle = caller.temporal.workflow.getHandle(invocation_id);
      await ask(caller, { absent: 'invocation_not_found' }, () =>
        handle.executeUpdate(invocation.submit, { args: [message] }),
      );
    } catch (error) {
      throw hasCode(error, 'invocation_not_found') ? await endedOrAbsent(caller, invocation_id) : error;
    }
    return { accepted: true };
  };
