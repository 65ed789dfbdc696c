import type { LoginContext } from '../context.js';
import { press } from '../fill/press.js';
import { sendChoice } from '../fill/send-choice.js';
import { leftStepOf } from '../judge/left-step.js';
import type { Login } from '../login.js';
import type { ButtonKind, FieldRole, PageView, ViewButton } from '../page-world/view.js';
import type { Observation } from '../read/observation.js';
import { asksForLogin } from '../read/seen-page.js';
import { needsNobody } from './consent.js';
import { ownMethod } from './own-method.js';
import { passwordWay } from './password-way.js';

/** How many interstitials in a row are answered. More would be a trap. */
export const MAX_INTERSTITIALS = 3;

/**
 * The answer to a page between the submit and the session that asks for no value: yes to staying signed in unless the agent says no,
 * because some sites store nothing otherwise; yes to the site learning who logs in, and to what a person agreed to before; "not now" to offers. Where a page wants a passkey,
 * its other way, and where it offers identity providers, its way to the password, also before a submit; of several methods, the one whose codes the credential makes. Only on pages where this login may also type.
 */
export function interstitialAnswer(login: Login, { view, passwordShown }: Observation): ViewButton | undefined {
  const isOffer =
    (view.forms.some(({ class: of }) => of === 'change_password') || isEnrolment(view)) && offersLater(view);
  if ((passwordShown && !isOffer) || login.mayTypeAt(login.live.page.url()) !== null) return undefined;
  const isPastSubmit = login.knownTo || login.submitted !== null;
  const answers = isPastSubmit ? answersTo(view, login.grant.stay_signed_in) : [];
  const mayPress = (answer: ButtonKind): boolean => answer !== 'consent' || needsNobody(login, view);
  const found = answers.filter(mayPress).flatMap((answer) => view.buttons.find(({ kind }) => kind === answer) ?? []);
  const isChoice =
    view.best === null && !(login.submitted?.submission.fields ?? []).some(({ role }) => role === 'password');
  const isOtherWay = isChoice || view.best?.class === 'sso' || asksOtherThanPassword(login, view);
  const offered = isOtherWay ? passwordWay(login, view) : undefined;
  return found[0] ?? otherWay(view) ?? offered ?? (isPastSubmit ? ownMethod(login, view) : undefined);
}

/** Gives the answer. A method is chosen by itself once. */
export async function answerInterstitial(
  context: LoginContext,
  login: Login,
  view: PageView,
  answer: ViewButton,
): Promise<boolean> {
  if (answer.kind === 'mfa_option') login.choseMethod = true;
  const isPressed = await press(context, login, answer.ref);
  if (isPressed && answer.kind === 'mfa_option') await sendChoice(context, login, view);
  return isPressed;
}

/**
 * The name went out alone, and something else than a password is asked for: a code that was sent, an address that the site would send one to and wants to be told as
 * a whole. Neither is stored. The form of the name once more is about the name.
 */
function asksOtherThanPassword({ submitted, grant }: Login, { best }: PageView): boolean {
  if (submitted === null || best === null) return false;
  const { fields, signature } = submitted.submission;
  const isNameAlone = fields.length > 0 && fields.every(({ role }) => role === 'identifier');
  const asked: ReadonlySet<FieldRole> = new Set([
    'identifier',
    'custom',
    ...(grant.credential?.has_totp ? [] : ['otp' as const]),
  ]);
  return isNameAlone && best.signature !== signature && best.fields.every(({ role }) => asked.has(role));
}

const isEnrolment = (view: PageView): boolean => leftStepOf(view) === 'enrollment';

const offersLater = ({ buttons }: PageView): boolean => buttons.some(({ kind }) => kind === 'not_now');

/** Answers by kind of page; the first one that the page offers is taken. */
function answersTo(view: PageView, stay: boolean): readonly ButtonKind[] {
  // The code that it asks for is one of a key that nobody has yet.
  if (isEnrolment(view)) return ['not_now'];
  if (!asksForLogin(view)) return [stay ? 'stay_signed_in' : 'stay_signed_out', 'not_now', 'consent'];
  // A page that asks for an optional phone number looks like one that asks for a login name, except for its "not now".
  return view.best?.class === 'identifier' ? ['not_now'] : [];
}

/** The way from a passkey, which can't be used here, to something that can be typed; a password before others. */
function otherWay({ best, evidence, buttons }: PageView): ViewButton | undefined {
  if (best !== null || !evidence.passkey) return undefined;
  // A backup code is good once: only a person may decide to use it up.
  const ways = buttons.filter(({ kind, mfaType }) => kind === 'switch_method' && mfaType !== 'backup');
  return ways.find(({ mfaType }) => mfaType === 'password') ?? ways[0];
}
