/** What a person answers, checked against what is asked, before anything is sealed or sent. The workflow checks again. */

import { checkAnswer as check, type Question } from '../../contract/answer-rules.js';
import { AgentAuthError } from '../../contract/errors.js';
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

/**
 * @throws AgentAuthError `invocation_ended`, `submit_in_progress`, `not_awaiting_input`, `stale_step`, `unknown_field`,
 *   `missing_field`, `empty_value`, `unknown_option`, `unreadable_value`; details name fields, never values
 */
export function checkAnswer(question: Question, answer: InvocationAnswer): void {
  const refusal =
    'sealed_values' in answer
      ? check(question, { question: answer.question, kid: answer.kid, field_values: answer.sealed_values }, {})
      : check(question, answer, 'plain');
  if (refusal) throw new AgentAuthError(refusal.code, refusal.details);
}
