import type { ChooseStep } from '../../../contract/steps.js';
import type { Consent, GivenChoice } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';

/** The choice of a step as the vault looks at it: with what entitles to it. Undefined where nobody gave it. */
export const givenChoice = ({ answer, choice, invocation_id, auth_agent_id }: ChooseStep): GivenChoice | undefined =>
  answer && { ...answer, choice, invocation_id, auth_agent_id };

/**
 * Takes what a person chose of a step, and remembers with the agent what they agree to.
 * @returns null where they may not choose that
 */
export async function takeChoice(
  context: LoginContext,
  login: Login,
  step: ChooseStep,
  agrees: readonly Consent[],
): Promise<GivenChoice | null> {
  const given = givenChoice(step);
  const isEntitled = given !== undefined && (await context.vault.rememberConsent(given, agrees));
  context.note({ stage: 'fill', rule: 'step_answered', reason: isEntitled ? 'done' : 'not_entitled', facts: {} });
  if (!isEntitled) return null;
  await context.vault.noteChoice(login.ref);
  return given;
}
