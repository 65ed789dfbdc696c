import { isItemChoice } from '../../../contract/invocation/item-choice.js';
import type { ChooseStep, NotEntitled, Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { lookNow } from '../read/look-now.js';
import { givenChoice } from './given-choice.js';

/**
 * Goes on with the item of a provider that a person chose, or without one.
 * @returns null where the choice answers another question
 */
export async function answerItem(
  context: LoginContext,
  login: Login,
  step: ChooseStep,
): Promise<Outcome | NotEntitled | null> {
  const { choice } = step;
  if (!('sign_in_option' in choice) || !isItemChoice(choice.sign_in_option)) return null;
  const given = givenChoice(step);
  const decision = given === undefined ? 'not_entitled' : await context.vault.chooseItem(given);
  if (decision === 'not_asked') return null;
  const isChosen = decision === 'chosen';
  context.note({ stage: 'fill', rule: 'chosen', reason: isChosen ? 'done' : 'not_entitled', facts: {} });
  if (!isChosen) return { kind: 'not_entitled', fields: [] };
  await context.vault.noteChoice(login.ref);
  // Opened since it was chosen: the answer came to a page that was lost, and goes on to this one.
  if (login.item !== 'settled') login.item = 'unread';
  return lookNow(context, login);
}
