/** The way from a page to the login behind it. */
import type { Login } from '../login.js';
import type { PageView, ViewButton } from '../page-world/view.js';
import { lacksName, passwordWay } from './password-way.js';

/**
 * What to press on a page that shows no login. Behind the menu of an account a site that does not know us keeps its login.
 * @param followed what was pressed already, by its signatures
 */
export function nextLink(login: Login, view: PageView, followed: ReadonlySet<string>): ViewButton | undefined {
  const { knownTo } = login;
  const unpressed = view.buttons.filter(({ ref }) => !followed.has(ref.signature));
  if (lacksName(login, view)) return passwordWay(login, view, followed);
  const menu = unpressed.find(({ opensAccount }) => opensAccount && !knownTo && !view.evidence.logout);
  return unpressed.find(leadsToLogin) ?? menu ?? languageOf(view, unpressed);
}

/** A page that offers little but languages stands before the login; our browser asks for English (RFC 9110 section 12.5.4). */
function languageOf({ standing, forms }: PageView, buttons: readonly ViewButton[]): ViewButton | undefined {
  const languages = buttons.filter(({ kind }) => kind === 'language');
  const isChoice =
    languages.length > 1 && languages.length >= buttons.length / 2 && forms.every(({ fields }) => fields.length === 0);
  if (!isChoice || standing.places.length > 0) return undefined;
  return languages.find(({ label }) => /english/i.test(label)) ?? languages[0];
}

/** A link to the login, or to its password where something else is offered first. */
const leadsToLogin = ({ kind, mfaType }: ViewButton): boolean =>
  kind === 'login_link' || (kind === 'switch_method' && mfaType === 'password');
