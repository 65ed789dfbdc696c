import type { SignInOption } from '../../../contract/index.js';
import type { Login } from '../login.js';
import type { PageView, ViewButton } from '../page-world/view.js';
import { buttonsOver } from '../read/in-front.js';
import { signInOptionId } from '../read/seen-page.js';

/** What can be pressed in what lies over the form, where that was found to be in the way. */
const gateButtons = ({ gated }: Pick<Login, 'gated'>, view: PageView): ViewButton[] => (gated ? buttonsOver(view) : []);

/** What lies over the form, as a person chooses between its answers: it may ask for an age, a region, a language. */
export function gateOptions(login: Login, view: PageView): SignInOption[] {
  const { scrub } = login;
  const words = scrub.text(view.gate?.text ?? '');
  return gateButtons(login, view).map((button) => ({
    id: signInOptionId(button),
    label: scrub.text(button.label),
    description: words,
  }));
}

export const gateButton = (login: Login, view: PageView, id: string): ViewButton | undefined =>
  gateButtons(login, view).find((button) => signInOptionId(button) === id);
