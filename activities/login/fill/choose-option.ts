import type { ChooseStep, Outcome } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import { inputOutcome } from '../judge/outcome.js';
import type { Login } from '../login.js';
import type { PageView, ViewButton, ViewForm } from '../page-world/view.js';
import { formId, withChosenForm } from '../read/form-choice.js';
import { observe } from '../read/observe.js';
import { methodButtons, mfaTypeOf, signInOptionId } from '../read/seen-page.js';
import { checkpointLogin } from '../session/checkpoint-login.js';
import { press } from './press.js';

/** Takes the chosen form as the login from now on. Nothing is pressed. */
export async function settleOn(context: LoginContext, login: Login, view: PageView, form: ViewForm): Promise<Outcome> {
  login.chosenForm = formId(form);
  context.note({ stage: 'fill', rule: 'chosen', reason: 'chosen_form', facts: {} });
  const outcome = inputOutcome(login, withChosenForm(view, login.chosenForm));
  await checkpointLogin(context, login, outcome);
  return outcome;
}

/** Presses the button of a form with radio buttons, unless the page continues by itself. */
export async function sendChoice(context: LoginContext, login: Login, { best }: PageView): Promise<void> {
  context.note({ stage: 'fill', rule: 'chosen', reason: 'done', facts: {} });
  if (best?.class !== 'method_choice' || best.submit === null) return;
  const { view } = await observe(context, login.live.page, login.network, login);
  if (view.best?.signature === best.signature && view.best.submit !== null)
    await press(context, login, view.best.submit);
}

/** The button that was chosen, if the page still shows it. */
export function chosenButton(view: PageView, choice: ChooseStep['choice']): ViewButton | undefined {
  if ('mfa_type' in choice) return methodButtons(view).find((one) => mfaTypeOf(one) === choice.mfa_type);
  if ('sso_button' in choice)
    return view.buttons.find(
      ({ kind, ref, provider }) => kind === 'sso' && [ref.css, provider].includes(choice.sso_button),
    );
  return view.buttons.find((one) => one.kind === 'account' && signInOptionId(one) === choice.sign_in_option);
}

/** Whether the choice is the button of the credential's own identity provider, which is pressed without a person. */
export function isOwnProvider({ grant }: Login, view: PageView, choice: ChooseStep['choice']): boolean {
  const own = grant.credential?.sso_provider?.toLowerCase();
  const button = 'sso_button' in choice ? chosenButton(view, choice) : undefined;
  return own !== undefined && button?.provider?.toLowerCase() === own;
}
