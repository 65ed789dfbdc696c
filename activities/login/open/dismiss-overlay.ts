import type { LoginContext } from '../context.js';
import { press } from '../fill/press.js';
import type { Login } from '../login.js';
import type { ElementRef, PageView } from '../page-world/view.js';

/** Answers a cookie banner, with "no" if it offers that; else closes a message that only needs to be acknowledged. */
export async function dismissOverlay(context: LoginContext, login: Login, { buttons }: PageView): Promise<boolean> {
  const button =
    buttons.find(({ cookies }) => cookies === 'reject') ??
    buttons.find(({ cookies }) => cookies !== null) ??
    buttons.find(({ kind }) => kind === 'take_note');
  if (button === undefined || !(await press(context, login, button.ref))) return false;
  context.note({ stage: 'open', rule: 'form_ready', reason: 'overlay_dismissed', facts: {} });
  return true;
}

/** Presses an element that the view showed. Dismisses a banner or message only if it covers the element. */
export const pressThrough = async (
  context: LoginContext,
  login: Login,
  view: PageView,
  ref: ElementRef,
): Promise<boolean> =>
  (await press(context, login, ref)) || ((await dismissOverlay(context, login, view)) && press(context, login, ref));
