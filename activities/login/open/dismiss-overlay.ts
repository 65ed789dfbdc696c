import type { LoginContext } from '../context.js';
import { press } from '../fill/press.js';
import type { Login } from '../login.js';
import type { ElementRef, PageView } from '../page-world/view.js';

/** Answers a banner about cookies, with no where that is offered; takes note of a message where there is no banner. */
export async function dismissOverlay(context: LoginContext, login: Login, { buttons }: PageView): Promise<boolean> {
  const button =
    buttons.find(({ cookies }) => cookies === 'reject') ??
    buttons.find(({ cookies }) => cookies !== null) ??
    buttons.find(({ kind }) => kind === 'take_note');
  if (button === undefined || !(await press(context, login, button.ref))) return false;
  context.note({ stage: 'open', rule: 'form_ready', reason: 'overlay_dismissed', facts: {} });
  return true;
}

/** Presses what the view showed, also where a banner or a message lies over it; what is not in the way is left alone. */
export const pressThrough = async (
  context: LoginContext,
  login: Login,
  view: PageView,
  ref: ElementRef,
): Promise<boolean> =>
  (await press(context, login, ref)) || ((await dismissOverlay(context, login, view)) && press(context, login, ref));
