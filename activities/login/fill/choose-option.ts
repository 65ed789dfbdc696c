import type { ChooseStep, Outcome } from '../../../contract/steps.js';
import type { GivenChoice } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import { ssoId } from '../evidence/ids.js';
import { inputOutcome } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { gateButton } from '../open/gate.js';
import type { PageView, ViewButton, ViewForm } from '../page-world/view.js';
import { formId, withChosenForm } from '../read/form-choice.js';
import { observe } from '../read/observe.js';
import { methodButtons, mfaTypeOf, signInOptionId } from '../read/seen-page.js';
import { checkpointLogin } from '../session/checkpoint-login.js';
import { givenChoice } from './given-choice.js';
import { press } from './press.js';

/** Takes the chosen form as the login from now on. Nothing is pressed but the tab that it stands under. */
export async function settleOn(context: LoginContext, login: Login, view: PageView, form: ViewForm): Promise<Outcome> {
  login.chosenForm = formId(form);
  context.note({ stage: 'fill', rule: 'chosen', reason: 'chosen_form', facts: {} });
  const isOpened = await openTab(context, login, form);
  const shown = isOpened ? (await observe(context, login.live.page, login.network, login)).view : view;
  const outcome = inputOutcome(login, withChosenForm(shown, login.chosenForm));
  await checkpointLogin(context, login, outcome);
  return outcome;
}

/** Presses the tab of a form that is not shown. False where there is nothing to press. */
export const openTab = async (context: LoginContext, login: Login, { tab }: ViewForm): Promise<boolean> =>
  tab !== null && !tab.isShown && (await press(context, login, tab.ref));

/**
 * Whether the choice may be acted on: somebody who may answer made it, or it is the button of the identity provider that the grant names,
 * which needs nobody.
 */
export async function mayChoose(
  context: LoginContext,
  step: ChooseStep,
  chosen: ViewForm | ViewButton,
): Promise<boolean> {
  const given = givenChoice(step);
  const isAllowed =
    given === undefined
      ? await isGranted(context, step.auth_agent_id, chosen)
      : await hasChosen(context, given, chosen);
  if (!isAllowed) context.note({ stage: 'fill', rule: 'chosen', reason: 'not_entitled', facts: {} });
  return isAllowed;
}

/** Who may see the page may have named the button by its selector; the workflow knows its id. */
async function hasChosen(context: LoginContext, given: GivenChoice, chosen: ViewForm | ViewButton): Promise<boolean> {
  if (await context.vault.mayChoose(given)) return true;
  const isNamed = 'kind' in chosen && 'sso_button' in given.choice && given.choice.sso_button === ssoId(chosen.ref.css);
  return isNamed && context.vault.mayChoose({ ...given, choice: { sso_button: chosen.ref.css } });
}

async function isGranted(context: LoginContext, agentId: string, chosen: ViewForm | ViewButton): Promise<boolean> {
  if (!('kind' in chosen) || chosen.kind !== 'sso') return false;
  const provider = (await context.vault.grantOf(agentId)).credential?.sso_provider?.toLowerCase();
  return provider !== undefined && chosen.provider?.toLowerCase() === provider;
}

/** The button that was chosen, if the page still shows it. */
export function chosenButton(login: Login, view: PageView, choice: ChooseStep['choice']): ViewButton | undefined {
  if ('mfa_type' in choice) return methodButtons(view).find((one) => mfaTypeOf(one) === choice.mfa_type);
  if ('sso_button' in choice)
    return view.buttons.find(
      ({ kind, ref, provider }) => kind === 'sso' && [ref.css, ssoId(ref.css), provider].includes(choice.sso_button),
    );
  const id = choice.sign_in_option;
  return (
    gateButton(login, view, id) ?? view.buttons.find((one) => one.kind === 'account' && signInOptionId(one) === id)
  );
}
