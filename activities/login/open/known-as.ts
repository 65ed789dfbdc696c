import type { LoginContext } from '../context.js';
import { type LeftStep, leftStepOf } from '../judge/left-step.js';
import { walkPast } from '../judge/walk-past.js';
import type { Login } from '../login.js';
import type { ViewButton } from '../page-world/view.js';
import type { Observation } from '../read/observation.js';
import { withoutOtherTasks } from '../read/other-task.js';
import { tellsNothing } from '../read/says-over.js';
import { lastingAddress } from '../session/address.js';
import { proofAt } from '../session/evidence.js';
import { strangerAt } from '../session/visit.js';

/**
 * What a page without a login is to a browser that the site may know. Many applications hide "Log out" in a menu, or show it as a
 * picture: what a browser without the session is shown tells as much.
 * @returns the step that is left of an earlier login; null where the page is the same for everybody
 */
export async function knownAs(
  context: LoginContext,
  login: Login,
  seen: Observation,
): Promise<'session' | LeftStep | null> {
  const url = login.live.page.url();
  if (await tellsNothing(context, login.live.page, seen)) return null;
  const address = lastingAddress(url, login.scrub);
  const stranger = await strangerAt(context, login, address);
  // A form that a stranger is not given is none of the login.
  const forStrangers = new Set(stranger.seen.view.forms.map(({ signature }) => signature));
  const member = { url, seen: { ...seen, view: withoutOtherTasks(seen.view, forStrangers) } };
  if (proofAt({ address, member, stranger, behind: new Set() }) === 'signed_in') return 'session';
  const step = leftStepOf(seen.view);
  if (step === null || (step === 'question' && isRefused(seen)) || step === leftStepOf(stranger.seen.view)) return null;
  return (await walkPast(context, login, seen.view)) === null ? step : 'session';
}

const isRefused = ({ status }: Observation): boolean => (status ?? 200) >= 400;

/** Whether a form that says nothing of a login stands under a greeting because there is a session. */
export async function isKnownBesideForm(context: LoginContext, login: Login, seen: Observation): Promise<boolean> {
  const { best, standing } = seen.view;
  if (!login.knownTo || best?.task !== 'unsaid' || !standing.greets) return false;
  return (await knownAs(context, login, seen)) === 'session';
}

/** Whether what a button shows asks for a password because there is a session: to lock a screen, to delete an account. */
export const onlyConfirms = async (
  context: LoginContext,
  login: Login,
  seen: Observation,
  { mfaType }: ViewButton,
): Promise<boolean> => mfaType === 'password' && login.knownTo && (await knownAs(context, login, seen)) === 'session';
