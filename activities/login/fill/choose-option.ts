import type { ChooseStep, Outcome } from '../../../contract/index.js';
import type { LoginContext, LoginRoom } from '../context.js';
import { failed, inputOutcome } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { pressThrough } from '../open/dismiss-overlay.js';
import type { PageView, ViewButton, ViewForm } from '../page-world/view.js';
import { chosenForm, formId, withChosenForm } from '../read/form-choice.js';
import { lookAfresh } from '../read/look-now.js';
import { observe } from '../read/observe.js';
import { methodButtons, mfaTypeOf, signInOptionId } from '../read/seen-page.js';
import { checkpointLogin } from '../session/checkpoint-login.js';
import { onPage } from '../with-heartbeat.js';
import { press } from './press.js';

/**
 * Presses what a person chose, or settles on the form that was chosen.
 * @throws PageLost
 */
export const chooseOption = (room: LoginRoom, step: ChooseStep): Promise<Outcome> =>
  onPage(room, step, async (context, login) => {
    const { view } = await observe(context, login.live.page, login.network, login);
    const form = chosenForm(view, step.choice);
    if (form !== undefined) return settleOn(context, login, view, form);
    const button = chosenButton(view, step.choice);
    // The page is another one by now: what it offers is asked anew.
    if (button === undefined) return inputOutcome(login, view);
    if (!(await pressThrough(context, login, view, button.ref)))
      return failed(context, login, 'element_not_found', null);
    await sendChoice(context, login, view);
    // An identity provider that knows the user already asks for nothing more.
    const outcome = await lookAfresh(context, login);
    await checkpointLogin(context, login, outcome);
    return outcome;
  });

/** From now on the form is the login; nothing is pressed for that. */
async function settleOn(context: LoginContext, login: Login, view: PageView, form: ViewForm): Promise<Outcome> {
  login.chosenForm = formId(form);
  const outcome = inputOutcome(login, withChosenForm(view, login.chosenForm));
  await checkpointLogin(context, login, outcome);
  return outcome;
}

/** Radio buttons are sent by a button of their form, unless the page goes on by itself. */
async function sendChoice(context: LoginContext, login: Login, { best }: PageView): Promise<void> {
  if (best?.class !== 'method_choice' || best.submit === null) return;
  const { view } = await observe(context, login.live.page, login.network, login);
  if (view.best?.signature === best.signature && view.best.submit !== null)
    await press(context, login, view.best.submit);
}

function chosenButton(view: PageView, choice: ChooseStep['choice']): ViewButton | undefined {
  if ('mfa_type' in choice) return methodButtons(view).find((one) => mfaTypeOf(one) === choice.mfa_type);
  if ('sso_button' in choice)
    return view.buttons.find(
      ({ kind, ref, provider }) => kind === 'sso' && [ref.css, provider].includes(choice.sso_button),
    );
  return view.buttons.find((one) => one.kind === 'account' && signInOptionId(one) === choice.sign_in_option);
}
