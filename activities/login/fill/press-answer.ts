import type { LoginContext } from '../context.js';
import { rememberedAnswer, type StepAnswer } from '../judge/step-question.js';
import { noteAnswer } from '../judge/submission.js';
import type { Login } from '../login.js';
import { pressThrough } from '../open/dismiss-overlay.js';
import type { PageView } from '../page-world/view.js';
import { observe } from '../read/observe.js';
import { press } from './press.js';

/**
 * Ticks the boxes that the page can't do without, which are shown with the answer, chooses its radio buttons, and presses it. False where that can't be
 * done.
 */
export async function pressAnswer(
  context: LoginContext,
  login: Login,
  view: PageView,
  { button, radios }: StepAnswer,
): Promise<boolean> {
  const { live, network } = login;
  const before = await observe(context, live.page, network, login);
  const boxes = button?.leadsAway ? [] : view.standing.boxes;
  for (const { ref } of [...boxes, ...radios]) if (!(await pressThrough(context, login, view, ref))) return false;
  // What comes next is compared with this page.
  noteAnswer(login, before);
  // Some go on as soon as something is chosen: the button of that name on the next page is another one.
  const isGone = radios.length > 0 && (network.navigating || network.mainStatus !== null);
  return button === null || isGone || press(context, login, button.ref);
}

/** Gives a step the answer that a person gave it before. False where there is none, or it was given already: a step that comes again has not taken it. */
export async function pressRemembered(context: LoginContext, login: Login, view: PageView): Promise<boolean> {
  const known = rememberedAnswer(login, view);
  if (known === undefined || login.answered.has(known.id)) return false;
  login.answered.add(known.id);
  return pressAnswer(context, login, view, known);
}
