import type { ChooseStep, NotEntitled, Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import { failed } from '../judge/outcome.js';
import type { StepAnswer } from '../judge/step-question.js';
import type { Login } from '../login.js';
import type { PageView } from '../page-world/view.js';
import { lookNow } from '../read/look-now.js';
import { checkpointLogin } from '../session/checkpoint-login.js';
import { takeChoice } from './given-choice.js';
import { pressAnswer } from './press-answer.js';

/**
 * Answers a step as a person chose, and remembers that with the agent, unless the site begins again for it: that was no answer to give by itself.
 * @throws PageLost
 */
export async function answerStep(
  context: LoginContext,
  login: Login,
  step: ChooseStep,
  view: PageView,
  chosen: StepAnswer,
): Promise<Outcome | NotEntitled> {
  const given = await takeChoice(context, login, step, []);
  if (given === null) return { kind: 'not_entitled', fields: [] };
  login.answered.add(chosen.id);
  if (!(await pressAnswer(context, login, view, chosen))) return failed(context, login, 'element_not_found', null);
  const outcome = await lookNow(context, login);
  // Who turns the step down has decided about this login only.
  if (!chosen.button?.leadsAway && !beginsAgain(login, outcome)) {
    login.agreed = [...login.agreed, chosen.consent];
    await context.vault.rememberConsent(given, [chosen.consent]);
  }
  await checkpointLogin(context, login, outcome);
  return outcome;
}

/** Whether the site asks for what it had already. */
const beginsAgain = ({ sentForms }: Login, outcome: Outcome): boolean =>
  outcome.kind === 'refused' || (outcome.kind === 'input' && sentForms.has(outcome.page.signature));
