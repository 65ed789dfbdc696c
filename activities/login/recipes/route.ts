import type { Outcome } from '../../../contract/steps.js';
import type { Plan } from '../fill/plan.js';
import type { Login } from '../login.js';
import { withoutQuery } from '../session/address.js';
import { recipeFormOf } from './recipe-form-of.js';

export function noteStart(login: Login, outcome: Outcome): void {
  if (outcome.kind !== 'input') return;
  login.route.start = { address: login.live.page.url(), signature: outcome.page.signature };
}

/**
 * A form that led on is part of the way.
 * @param address of the form's document before it was sent
 */
export function noteFilled(login: Login, { form, targets, submit }: Plan, address: string, outcome: Outcome): void {
  if (outcome.kind === 'refused' || outcome.kind === 'failed') return;
  // Under the names that the site gives them: they have to be found again.
  const fields = targets.map(({ field }) => ({ ...field, name: login.names.slugOf(field.name) }));
  // What a recipe says need not be said twice, and what can't be written as one is found again by itself.
  const isFound = form.source === 'recipe' || targets.some(({ field }) => field.keypad);
  const written = isFound ? null : recipeFormOf(fields, submit === null ? null : form.submit);
  if (written !== null && URL.canParse(address))
    login.route.filled.push({ address: withoutQuery(address), form: written });
}
