import type { Login } from '../login.js';
import type { ButtonKind, PageView, ViewButton } from '../page-world/view.js';
import type { Observation } from '../read/observe.js';
import { asksForLogin } from '../read/seen-page.js';

/** More pages in the way than this are a trap. */
export const MAX_INTERSTITIALS = 3;

/**
 * The answer to a page between a submit and the session that asks for nothing: yes to staying signed in, for some sites store
 * nothing otherwise, unless the agent is told not to; yes to the site knowing who logs in; "not now" to whatever it offers. And the other way where a page wants a
 * passkey, before a submit too. Only where this login may type as well.
 */
export function interstitialAnswer(login: Login, { view, passwordShown }: Observation): ViewButton | undefined {
  if (passwordShown || login.mayTypeAt(login.live.page.url()) !== null) return undefined;
  const isPastSubmit = login.knownTo || login.submitted !== null;
  const answers = isPastSubmit ? answersTo(view, login.grant.stay_signed_in) : [];
  const found = answers.flatMap((answer) => view.buttons.find(({ kind }) => kind === answer) ?? []);
  return found[0] ?? otherWay(view);
}

/** What a page may be answered, the first of it that it offers. */
function answersTo(view: PageView, stay: boolean): readonly ButtonKind[] {
  if (!asksForLogin(view)) return [stay ? 'stay_signed_in' : 'stay_signed_out', 'not_now', 'consent'];
  // A phone number that a page would like to have looks like a login name; its "not now" tells the difference.
  return view.best?.class === 'identifier' ? ['not_now'] : [];
}

/** From a passkey, which nobody is there to use, to what can be typed; a password before other ways. */
function otherWay({ best, evidence, buttons }: PageView): ViewButton | undefined {
  if (best !== null || !evidence.passkey) return undefined;
  // A backup code is good once: only a person may decide to use it up.
  const ways = buttons.filter(({ kind, mfaType }) => kind === 'switch_method' && mfaType !== 'backup');
  return ways.find(({ mfaType }) => mfaType === 'password') ?? ways[0];
}
