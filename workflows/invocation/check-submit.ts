import { checkAnswer, type Refusal, refuse } from '../../contract/answer-rules.js';
import type { InvocationState, SubmitMessage } from '../../contract/invocation.js';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 2048;

const MEMBERS = ['question', 'kid', 'field_values', 'sso_button', 'selected_mfa_type', 'sign_in_option_id'] as const;
const ANSWERS = ['field_values', 'sso_button', 'selected_mfa_type', 'sign_in_option_id'] as const;

/** Checks the shape by hand: a Signal's payload is untyped, and a schema library would take memory in every cached workflow. */
function checkShape(message: unknown): Refusal | null {
  if (!isRecord(message)) return refuse('invalid_input');
  if (Object.keys(message).some((name) => !MEMBERS.includes(name as (typeof MEMBERS)[number])))
    return refuse('invalid_input');
  if (!Number.isInteger(message.question)) return refuse('invalid_input', { paths: ['question'] });
  const answers = ANSWERS.filter((name) => message[name] !== undefined);
  if (answers.length !== 1) return refuse('invalid_input', { one_of: ANSWERS });
  if (answers[0] !== 'field_values')
    return isText(message[answers[0]!]) ? null : refuse('invalid_input', { paths: answers });
  if (!isText(message.kid)) return refuse('invalid_input', { paths: ['kid'] });
  return isRecord(message.field_values) ? null : refuse('invalid_input', { paths: ['field_values'] });
}

/**
 * Whether an answer fits the question that is pending. Synchronous and without side effects: it is the Update's validator.
 * @param kid the key that values must be sealed to
 * @returns why not, or null
 */
export function checkSubmit(state: InvocationState, kid: string | null, message: SubmitMessage): Refusal | null {
  // Once the login has ended that is the only answer, even to a malformed message.
  if (state.status !== 'IN_PROGRESS') return refuse('invocation_ended', { status: state.status });
  return checkShape(message) ?? checkAnswer(state, message, { kid });
}
