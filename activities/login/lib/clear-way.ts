import type { LoginDeps } from '../deps.js';
import type { ElementRef, PageView } from '../discover/view.js';
import type { Login } from './login.js';
import { press } from './press.js';

/** Answers a banner about cookies, if there is one: with no where that is offered. */
export async function dismissBanner(deps: LoginDeps, login: Login, { buttons }: PageView): Promise<boolean> {
  const button = buttons.find(({ cookies }) => cookies === 'reject') ?? buttons.find(({ cookies }) => cookies !== null);
  return button !== undefined && press(deps, login, button.ref);
}

/** Presses what the view showed, also where a banner lies over it; a banner that is not in the way is left alone. */
export const pressThrough = async (deps: LoginDeps, login: Login, view: PageView, ref: ElementRef): Promise<boolean> =>
  (await press(deps, login, ref)) || ((await dismissBanner(deps, login, view)) && press(deps, login, ref));
