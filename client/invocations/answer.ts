/** What a person answers, checked against what is asked, before anything is sealed or sent. The workflow checks again. */

import { AgentAuthError } from '../../contract/errors/errors.js';
import { checkAnswer as check, type Question } from '../../contract/invocation/answer-rules.js';
import type { ChosenAnswer } from '../../contract/invocation/entitlement.js';
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
  /** What entitles to this answer, sealed where the values were. @default made with the caller's access key */
  readonly entitlement?: string;
}

/** A choice with what entitles to it, which was sealed elsewhere. */
export type EntitledChoice = ChosenAnswer & {
  /** `question` of the invocation that is answered. */
  readonly question: number;
  /** Id of the key that the entitlement is sealed to. */
  readonly kid: string;
  /** Compact JWE, see `sealEntitlement` and docs/contract.md. */
  readonly entitlement: string;
};

/**
 * Values by the `name` of the pending field, or one of: `sso_button`, the `selector` or `provider` of one of `pending_sso_buttons`;
 * `selected_mfa_type`, the `type` of one of `mfa_options`; `sign_in_option_id`, the `id` of one of `sign_in_options`.
 */
export type InvocationAnswer =
  | { readonly field_values: Readonly<Record<string, string>> }
  | SealedAnswer
  | ChosenAnswer
  | EntitledChoice;

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
