/** What a person answers, checked against what is asked, before anything is sealed or sent. The workflow checks again. */
import { AgentAuthError } from '../../contract/errors.js';
import type { InvocationState } from '../../contract/invocation.js';
import { invocations } from '../../contract/schemas/invocations.js';
import { parse } from '../../contract/schemas/parse.js';

/** Values that were sealed elsewhere, for instance in a person's browser: see `sealing_key` and docs/contract.md. */
export interface SealedAnswer {
  /** `question` of the invocation that is answered. */
  readonly question: number;
  /** Id of the key that the values are sealed to. */
  readonly kid: string;
  /** Compact JWE by the `name` of the pending field. */
  readonly sealed_values: Readonly<Record<string, string>>;
}

/** Exactly one of the five. */
export type InvocationAnswer =
  /** Values by the `name` of the pending field. */
  | { readonly field_values: Readonly<Record<string, string>> }
  | SealedAnswer
  /** `selector` or `provider` of one of `pending_sso_buttons`. */
  | { readonly sso_button: string }
  /** `type` of one of `mfa_options`. */
  | { readonly selected_mfa_type: string }
  /** `id` of one of `sign_in_options`. */
  | { readonly sign_in_option_id: string };

/** @throws AgentAuthError `invalid_input` */
export const parseAnswer = (input: unknown): InvocationAnswer => parse(invocations.submit, input);

type Question = Pick<
  InvocationState,
  'status' | 'step' | 'question' | 'pending_fields' | 'pending_sso_buttons' | 'mfa_options' | 'sign_in_options'
>;

function checkAwaiting({ status, step }: Question): void {
  if (status !== 'IN_PROGRESS') throw new AgentAuthError('invocation_ended', { status });
  if (step === 'submitting') throw new AgentAuthError('submit_in_progress');
  if (step !== 'awaiting_input') throw new AgentAuthError('not_awaiting_input', { step });
}

const refuseIfAny = (code: 'missing_field' | 'empty_value' | 'unknown_option', fields: string[]) => {
  if (fields.length > 0) throw new AgentAuthError(code, { fields });
};

/** The names; what was given as a name is not repeated: a caller may have mixed up name and value. */
function checkNames({ pending_fields }: Question, values: Readonly<Record<string, string>>): void {
  const given = Object.keys(values);
  const pending = pending_fields.map((field) => field.name);
  if (given.some((name) => !pending.includes(name))) throw new AgentAuthError('unknown_field', { pending });
  const required = pending_fields.filter((field) => field.required).map((field) => field.name);
  refuseIfAny(
    'missing_field',
    required.filter((name) => !given.includes(name)),
  );
  if (given.length === 0) throw new AgentAuthError('missing_field', { fields: pending });
}

function checkValues(question: Question, values: Readonly<Record<string, string>>): void {
  checkNames(question, values);
  const given = Object.keys(values);
  const pending = new Map(question.pending_fields.map((field) => [field.name, field]));
  refuseIfAny(
    'empty_value',
    given.filter((name) => values[name]?.trim() === ''),
  );
  const isOffered = (name: string): boolean =>
    pending.get(name)?.options?.some((option) => option.value === values[name]) ?? true;
  refuseIfAny(
    'unknown_option',
    given.filter((name) => !isOffered(name)),
  );
}

function checkSealed(question: Question, { question: answered, sealed_values }: SealedAnswer): void {
  if (answered !== question.question) throw new AgentAuthError('stale_step', { question: question.question });
  checkNames(question, sealed_values);
}

type Choice = Exclude<InvocationAnswer, { field_values: unknown } | SealedAnswer>;

function isOffered(question: Question, answer: Choice): boolean {
  if ('sso_button' in answer)
    return question.pending_sso_buttons.some(
      (button) => button.selector === answer.sso_button || button.provider === answer.sso_button,
    );
  if ('selected_mfa_type' in answer)
    return question.mfa_options.some((option) => option.type === answer.selected_mfa_type);
  return question.sign_in_options.some((option) => option.id === answer.sign_in_option_id);
}

/**
 * @throws AgentAuthError `invocation_ended`, `submit_in_progress`, `not_awaiting_input`, `stale_step`, `unknown_field`,
 *   `missing_field`, `empty_value`, `unknown_option`; details name fields, never values
 */
export function checkAnswer(question: Question, answer: InvocationAnswer): void {
  checkAwaiting(question);
  if ('field_values' in answer) checkValues(question, answer.field_values);
  else if ('sealed_values' in answer) checkSealed(question, answer);
  else if (!isOffered(question, answer)) throw new AgentAuthError('unknown_option');
}
