import type { ChooseStep, Outcome } from '../../contract/index.js';
import type { LoginDeps } from './deps.js';
import type { PageView, ViewButton, ViewForm } from './discover/view.js';
import { pressThrough } from './lib/clear-way.js';
import { chosenForm, formId, withChosenForm } from './lib/form-choice.js';
import { keepPlace } from './lib/keep-place.js';
import type { Login } from './lib/login.js';
import { lookAfresh } from './lib/look-now.js';
import { observe } from './lib/observe.js';
import { failed, inputOutcome } from './lib/outcome.js';
import { press } from './lib/press.js';
import { methodButtons, mfaTypeOf, signInOptionId } from './lib/seen-page.js';
import { onPage } from './lib/working.js';

/**
 * Presses what a person chose, or settles on the form that was chosen.
 * @throws PageLost
 */
export const chooseOption = (deps: LoginDeps, step: ChooseStep): Promise<Outcome> =>
  onPage(deps, step, async (login) => {
    const { view } = await observe(login.live.page, login.network, login);
    const form = chosenForm(view, step.choice);
    if (form !== undefined) return settleOn(deps, login, view, form);
    const button = chosenButton(view, step.choice);
    // The page is another one by now: what it offers is asked anew.
    if (button === undefined) return inputOutcome(login, view);
    if (!(await pressThrough(deps, login, view, button.ref))) return failed(deps, login, 'element_not_found', null);
    await sendChoice(deps, login, view);
    // An identity provider that knows the user already asks for nothing more.
    const outcome = await lookAfresh(deps, login);
    await keepPlace(deps, login, outcome);
    return outcome;
  });

/** From now on the form is the login; nothing is pressed for that. */
async function settleOn(deps: LoginDeps, login: Login, view: PageView, form: ViewForm): Promise<Outcome> {
  login.chosenForm = formId(form);
  const outcome = inputOutcome(login, withChosenForm(view, login.chosenForm));
  await keepPlace(deps, login, outcome);
  return outcome;
}

/** Radio buttons are sent by a button of their form, unless the page goes on by itself. */
async function sendChoice(deps: LoginDeps, login: Login, { best }: PageView): Promise<void> {
  if (best?.class !== 'method_choice' || best.submit === null) return;
  const { view } = await observe(login.live.page, login.network, login);
  if (view.best?.signature === best.signature && view.best.submit !== null) await press(deps, login, view.best.submit);
}

function chosenButton(view: PageView, choice: ChooseStep['choice']): ViewButton | undefined {
  if ('mfa_type' in choice) return methodButtons(view).find((one) => mfaTypeOf(one) === choice.mfa_type);
  if ('sso_button' in choice)
    return view.buttons.find(
      ({ kind, ref, provider }) => kind === 'sso' && [ref.css, provider].includes(choice.sso_button),
    );
  return view.buttons.find((one) => one.kind === 'account' && signInOptionId(one) === choice.sign_in_option);
}
