import type { LoginDeps } from '../deps.js';
import { press } from '../fill/press.js';
import type { Login } from '../login.js';
import type { ElementRef, PageView } from '../page-world/view.js';

/** Answers a banner about cookies, with no where that is offered; takes note of a message where there is no banner. */
export async function clearWay(deps: LoginDeps, login: Login, { buttons }: PageView): Promise<boolean> {
  const button =
    buttons.find(({ cookies }) => cookies === 'reject') ??
    buttons.find(({ cookies }) => cookies !== null) ??
    buttons.find(({ kind }) => kind === 'take_note');
  return button !== undefined && press(deps, login, button.ref);
}

/** Presses what the view showed, also where a banner or a message lies over it; what is not in the way is left alone. */
export const pressThrough = async (deps: LoginDeps, login: Login, view: PageView, ref: ElementRef): Promise<boolean> =>
  (await press(deps, login, ref)) || ((await clearWay(deps, login, view)) && press(deps, login, ref));
