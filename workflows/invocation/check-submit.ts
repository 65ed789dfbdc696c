import type { CallErrorCode, ErrorDetails } from '../../contract/errors.js';
import type { InvocationState, SubmitMessage } from '../../contract/invocation.js';

export interface Refusal {
  readonly code: CallErrorCode;
  readonly details: ErrorDetails;
}

const refuse = (code: CallErrorCode, details: ErrorDetails = {}): Refusal => ({ code, details });

/** A compact JWE has five parts; ECDH-ES leaves the second empty. Longer than any padded value of 4096 characters. */
const SEALED = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/;
const MAX_SEALED_LENGTH = 32_768;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 2048;

const isSealed = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= MAX_SEALED_LENGTH && SEALED.test(value);

const MEMBERS = ['question', 'kid', 'field_values', 'sso_button', 'selected_mfa_type', 'sign_in_option_id'] as const;
const ANSWERS = ['field_values', 'sso_button', 'selected_mfa_type', 'sign_in_option_id'] as const;

/** The shape, checked by hand: what a Signal carries is not typed, and a schema library would live in every cached workflow. */
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

function checkFields(state: InvocationState, values: Readonly<Record<string, unknown>>): Refusal | null {
  const pending = state.pending_fields;
  const known = pending.map((field) => field.name);
  // What was given as a name is not repeated: a caller may have mixed up name and value.
  if (Object.keys(values).some((name) => !known.includes(name))) return refuse('unknown_field', { pending: known });
  const missing = pending
    .filter((field) => field.required && values[field.name] === undefined)
    .map((field) => field.name);
  if (missing.length > 0) return refuse('missing_field', { fields: missing });
  if (Object.keys(values).length === 0) return refuse('missing_field', { fields: known });
  const empty = known.filter((name) => values[name] === '');
  if (empty.length > 0) return refuse('empty_value', { fields: empty });
  const unsealed = known.filter((name) => values[name] !== undefined && !isSealed(values[name]));
  return unsealed.length > 0 ? refuse('unreadable_value', { fields: unsealed }) : null;
}

function checkChoice(state: InvocationState, message: SubmitMessage): Refusal | null {
  const { sso_button, selected_mfa_type, sign_in_option_id } = message;
  const offered =
    sso_button !== undefined
      ? state.pending_sso_buttons.some(({ selector, provider }) => selector === sso_button || provider === sso_button)
      : selected_mfa_type !== undefined
        ? state.mfa_options.some(({ type }) => type === selected_mfa_type)
        : state.sign_in_options.some(({ id }) => id === sign_in_option_id);
  return offered ? null : refuse('unknown_option');
}

/**
 * Whether an answer fits the question that is pending. Synchronous and without side effects: it is the Update's validator.
 * @param kid the key that values must be sealed to
 * @returns why not, or null
 */
export function checkSubmit(state: InvocationState, kid: string | null, message: SubmitMessage): Refusal | null {
  if (state.status !== 'IN_PROGRESS') return refuse('invocation_ended', { status: state.status });
  const shape = checkShape(message);
  if (shape) return shape;
  if (state.step === 'submitting') return refuse('submit_in_progress');
  if (state.step !== 'awaiting_input') return refuse('not_awaiting_input', { step: state.step });
  if (message.question !== state.question) return refuse('stale_step', { question: state.question });
  if (message.field_values === undefined) return checkChoice(state, message);
  return message.kid === kid ? checkFields(state, message.field_values) : refuse('wrong_key');
}
