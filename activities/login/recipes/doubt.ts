import type { FillStep, Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import { inputOutcome } from '../judge/outcome.js';
import type { Login } from '../login.js';
import type { ViewForm } from '../page-world/view.js';
import { observe } from '../read/observe.js';
import { asksForLogin } from '../read/seen-page.js';
import { forget, speaksAgainst } from './learn.js';

/** Marks the recipe of a form as wrong, so that this login does not use it again. */
export async function distrust(context: LoginContext, login: Login, source: ViewForm['source']): Promise<void> {
  if (source === 'recipe') login.recipes.distrustWritten();
  else await forget(context, login);
}

/**
 * Checks from the outcome of a fill whether the recipe that named the form was right.
 * @returns the outcome; if the recipe was wrong, what the page asks for according to discovery
 */
export async function doubtRecipe(
  context: LoginContext,
  login: Login,
  step: FillStep,
  { source }: ViewForm,
  outcome: Outcome,
): Promise<Outcome> {
  if (outcome.kind === 'failed' && speaksAgainst(outcome.code)) await forget(context, login);
  if (source === 'page') return outcome;
  // It may be the form of another group of users: let the page be asked about again.
  if (source === 'learned' && outcome.kind === 'refused') await forget(context, login);
  if (outcome.kind !== 'input' || outcome.page.signature !== step.signature) return outcome;
  // The form is back as it was, without a word: nothing was sent. What does the page ask for by what it looks like, if anything?
  await distrust(context, login, source);
  const { view } = await observe(context, login.live.page, login.network, login);
  return asksForLogin(view) ? inputOutcome(login, view) : outcome;
}
