import { checkAnswer, isSealed, type Refusal, refuse } from '../../contract/invocation/answer-rules.js';
import type { InvocationState, SubmitMessage } from '../../contract/invocation/invocation.js';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 2048;

const ANSWERS = ['field_values', 'sso_button', 'selected_mfa_type', 'sign_in_option_id'] as const;
const MEMBERS: readonly string[] = ['question', 'kid', 'entitlement', ...ANSWERS];

/** Whether answers have to say what entitles to them. Those in histories from before that did not, and replay as they were taken. */
export type Age = 'entitled' | 'before_entitlements';

/** Checks the shape by hand: a Signal's payload is untyped, and a schema library would take memory in every cached workflow. */
function checkShape(message: unknown, age: Age): Refusal | null {
  if (!isRecord(message)) return refuse('invalid_input');
  if (Object.keys(message).some((name) => !MEMBERS.includes(name))) return refuse('invalid_input');
  if (!Number.isInteger(message.question)) return refuse('invalid_input', { paths: ['question'] });
  const answers = ANSWERS.filter((name) => message[name] !== undefined);
  if (answers.length !== 1) return refuse('invalid_input', { one_of: ANSWERS });
  const [kind = ''] = answers;
  const isRight = kind === 'field_values' ? isRecord(message.field_values) : isText(message[kind]);
  if (!isRight) return refuse('invalid_input', { paths: answers });
  if (age === 'before_entitlements' && kind !== 'field_values') return null;
  if (age === 'entitled' && !isSealed(message.entitlement)) return refuse('not_entitled');
  return isText(message.kid) ? null : refuse('invalid_input', { paths: ['kid'] });
}

/**
 * Whether an answer fits the question that is pending. Synchronous and without side effects: it is the Update's validator.
 * @param kid the key that values must be sealed to
 * @returns why not, or null
 */
export function checkSubmit(
  state: InvocationState,
  kid: string | null,
  message: SubmitMessage,
  age: Age = 'entitled',
): Refusal | null {
  // Once the login has ended that is the only answer, even to a malformed message.
  if (state.status !== 'IN_PROGRESS') return refuse('invocation_ended', { status: state.status });
  const isUnsealed = age === 'before_entitlements' && message?.field_values === undefined;
  return checkShape(message, age) ?? checkAnswer(state, message, isUnsealed ? {} : { kid });
}
