import type { ViewButton } from '../discover/view.js';
import type { Login } from './login.js';
import type { Observation } from './observe.js';
import { asksForLogin } from './seen-page.js';

/** More pages in the way than this are no courtesy but a trap. */
export const MOST_COURTESIES = 3;

/**
 * The yes of a page between a submit and the session that asks for nothing else: whether to stay signed in, for some sites store
 * nothing otherwise, or whether the site may know who logs in. Only where this login may type as well.
 */
export function courtesyOf(login: Login, { view, passwordShown }: Observation): ViewButton | undefined {
  if (asksForLogin(view) || passwordShown || login.mayTypeAt(login.live.page.url()) !== null) return undefined;
  return view.buttons.find(({ kind }) => kind === 'stay_signed_in' || kind === 'consent');
}
