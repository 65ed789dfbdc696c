/** The one check of an answer to the question of an invocation: by the client before anything is sealed or sent, by the workflow again. */
import type { CallErrorCode, ErrorDetails } from '../errors/errors.js';
import { isTypable } from '../typable.js';
import type { InvocationState, SubmitMessage } from './invocation.js';

/** What an answer is checked against. */
export type Question = Pick<
  InvocationState,
  'status' | 'step' | 'question' | 'pending_fields' | 'pending_sso_buttons' | 'mfa_options' | 'sign_in_options'
>;

/** Why an answer is refused; details name fields, never values. */
export interface Refusal {
  readonly code: CallErrorCode;
  readonly details: ErrorDetails;
}

/** An answer, with `question` where the caller knows which question it answers. */
export type Answer = Omit<SubmitMessage, 'question' | 'kid' | 'entitlement' | 'field_values'> & {
  readonly question?: number;
  readonly kid?: string;
  readonly field_values?: Readonly<Record<string, unknown>>;
};

/** Plain values can be checked here; sealed ones only when they are filled in. `kid`: the key that all must be sealed to, where it is known. */
export type Values = 'plain' | { readonly kid?: string | null };

export const refuse = (code: CallErrorCode, details: ErrorDetails = {}): Refusal => ({ code, details });

/** A compact JWE has five parts; ECDH-ES leaves the second empty. Longer than any padded value of 4096 characters. */
const SEALED = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/;
const MAX_SEALED_LENGTH = 32_768;

/** Whether a text has the form of a sealed one. */
export const isSealed = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_SEALED_LENGTH && SEALED.test(value);

/** Checks the names. The refusal does not repeat an unknown one: the caller may have swapped name and value. */
function checkNames({ pending_fields }: Question, given: readonly string[]): Refusal | null {
  const pending = pending_fields.map((field) => field.name);
  if (given.some((name) => !pending.includes(name))) return refuse('unknown_field', { pending });
  const required = pending_fields.filter((field) => field.required).map((field) => field.name);
  const missing = required.filter((name) => !given.includes(name));
  if (missing.length > 0) return refuse('missing_field', { fields: missing });
  return given.length === 0 ? refuse('missing_field', { fields: pending }) : null;
}

function checkFields(question: Question, values: Readonly<Record<string, unknown>>, how: Values): Refusal | null {
  const given = Object.keys(values).filter((name) => values[name] !== undefined);
  const wrongNames = checkNames(question, given);
  if (wrongNames) return wrongNames;
  const those = (isWrong: (value: unknown, name: string) => boolean): string[] =>
    given.filter((name) => isWrong(values[name], name));
  const empty = those((value) => typeof value === 'string' && (how === 'plain' ? value.trim() : value) === '');
  if (empty.length > 0) return refuse('empty_value', { fields: empty });
  const untypable = those((value) => how === 'plain' && typeof value === 'string' && !isTypable(value));
  if (untypable.length > 0) return refuse('untypable_value', { fields: untypable });
  if (how !== 'plain') {
    const unsealed = those((value) => !isSealed(value));
    return unsealed.length > 0 ? refuse('unreadable_value', { fields: unsealed }) : null;
  }
  const options = new Map(question.pending_fields.map((field) => [field.name, field.options]));
  const unknown = those((value, name) => options.get(name)?.every((option) => option.value !== value) ?? false);
  return unknown.length > 0 ? refuse('unknown_option', { fields: unknown }) : null;
}

function checkChoice(question: Question, { sso_button, selected_mfa_type, sign_in_option_id }: Answer): Refusal | null {
  const { pending_sso_buttons, mfa_options, sign_in_options } = question;
  const offered =
    sso_button !== undefined
      ? pending_sso_buttons.some(({ selector, provider }) => selector === sso_button || provider === sso_button)
      : selected_mfa_type !== undefined
        ? mfa_options.some(({ type }) => type === selected_mfa_type)
        : sign_in_options.some(({ id }) => id === sign_in_option_id);
  return offered ? null : refuse('unknown_option');
}

/** Why no question can be answered now; null when one can. */
function checkAwaiting({ status, step }: Question): Refusal | null {
  if (status !== 'IN_PROGRESS') return refuse('invocation_ended', { status });
  if (step === 'submitting') return refuse('submit_in_progress');
  return step === 'awaiting_input' ? null : refuse('not_awaiting_input', { step });
}

/**
 * Whether an answer fits the question that is pending. Pure: it is part of the Update's validator.
 * @returns why not, or null
 */
export function checkAnswer(question: Question, answer: Answer, how: Values): Refusal | null {
  const notNow = checkAwaiting(question);
  if (notNow) return notNow;
  if (answer.question !== undefined && answer.question !== question.question)
    return refuse('stale_step', { question: question.question });
  if (how !== 'plain' && how.kid !== undefined && answer.kid !== how.kid) return refuse('wrong_key');
  if (answer.field_values === undefined) return checkChoice(question, answer);
  return checkFields(question, answer.field_values, how);
}
