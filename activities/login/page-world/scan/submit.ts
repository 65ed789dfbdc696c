import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { walk } from '../dom/tree.js';
import { controlOf } from './collect.js';
import { isName, isSecret } from './kinds.js';
import type { Control, Group } from './model.js';
import { goesOn, isPicked, leadsElsewhere, leavesLogin, opensPart, showsPassword, standsIn } from './press.js';
import { providerOf } from './provider.js';
import type { Scan } from './scan.js';
import { isFramed } from './site-frame.js';
import { surroundingsOf, windowOf } from './surroundings.js';

/** Below any button with words. */
const WORDLESS = 0.01;
const MAX_CAPTION = 30;

/**
 * The button a person would press after typing, judged by what it says, what it is and where it stands. Null where none can be told from
 * others that may lead away: then the form is sent as a keyboard sends it.
 */
export function submitOf(scan: Scan, group: Group): Control | null {
  const last = Math.max(...group.fields.filter((field) => field.type !== 'select').map((field) => field.order), 0);
  const around = surroundingsOf(scan, group);
  // "Forgot your e-mail?" may be the only button in the form, and the one to go on with stands below it.
  const forgets = ({ label }: Control): boolean => scan.says('forgot', label);
  return (
    best(
      scan,
      group.controls.filter((control) => !forgets(control)),
      group,
      last,
    ) ??
    best(scan, buttonsBelow(scan, around, last), group, last) ??
    best(scan, buttonsBelow(scan, windowOf(scan, group), last), group, last) ??
    best(scan, group.controls, group, last) ??
    (group.controls.some(({ submits }) => submits) ? null : best(scan, captionsIn(scan, around, last), group, last))
  );
}

function best(scan: Scan, controls: Control[], group: Group, lastField: number): Control | null {
  const rated = controls
    .map((control) => ({ control, points: pointsOf(scan, control, group, lastField) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points);
  const [first, second] = rated;
  if (first === undefined) return null;
  const byPassword = mailsLink(scan, first.control) ? rated.find(({ control }) => goesByPassword(scan, control)) : null;
  if (byPassword) return byPassword.control;
  const isToss = second !== undefined && second.points === first.points && isMute(scan, first.control);
  return isToss && isMute(scan, second.control) ? null : first.control;
}

/** Has a link to log in sent by mail. */
export const mailsLink = (scan: Scan, { label }: Pick<Control, 'label'>): boolean =>
  scan.says('sendLink', label) || scan.says('emailLink', label);

/** Sends the same form to where a password is asked for. */
const goesByPassword = (scan: Scan, { label, submits }: Control): boolean =>
  submits && scan.says('password', label) && !scan.says('forgot', label);

/** Nothing but its place tells what it does: its words are in no list, and it sends no form by itself. */
const isMute = (scan: Scan, { label, submits, developer }: Control): boolean =>
  !submits && !goesOn(scan, label) && !scan.names('login', developer) && !scan.names('send', developer);

const isButton = ({ link, element }: Control): boolean =>
  !link && (element instanceof HTMLButtonElement || element instanceof HTMLInputElement || element.role === 'button');

/** Without a form, scripts submit: then the button can be outside the box, if its caption says what it does. */
function buttonsBelow(scan: Scan, around: Element | null, lastField: number): Control[] {
  if (around === null) return [];
  return scan.controls.filter(
    (control) =>
      control.order > lastField &&
      !control.link &&
      scan.contains(around, control.element) &&
      goesOn(scan, control.label),
  );
}

/** Elements of any kind below the fields whose only text is that of a button, where the pointer says that they can be pressed. */
function captionsIn(scan: Scan, around: Element, lastField: number): Control[] {
  const found: Control[] = [];
  walk(
    around,
    (element) => {
      const order = scan.orderOf(element);
      if (order < lastField || !(element instanceof HTMLElement) || native(element, 'childElementCount') > 1) return;
      const text = (native(element, 'textContent') ?? '').trim();
      if (
        text === '' ||
        text.length > MAX_CAPTION ||
        !(scan.saysOnly('login', text) || scan.saysOnly('continue', text))
      )
        return;
      if (getComputedStyle(element).cursor === 'pointer' && scan.sight.isVisible(element))
        found.push(controlOf(element, order));
    },
    () => {},
  );
  return found;
}

/** "Log in" beside the search of a site, or beside what else stands in its head, opens the login: over the page, in a drawer, on a page of its own. */
const opensLogin = (scan: Scan, control: Control, { form, fields }: Group): boolean =>
  scan.says('login', control.label) &&
  !(control.submits && form !== null && native(form, 'contains')(control.element)) &&
  fields.every(
    (field) => !isName(field) && !isSecret(field) && (field.purpose === 'search' || isFramed(field.element)),
  );

function pointsOf(scan: Scan, control: Control, group: Group, lastField: number): number {
  const { label, developer } = control;
  if (providerOf(scan, control) !== null || opensPart(control) || isPicked(scan, control)) return 0;
  if (showsPassword(scan, control) || leavesLogin(scan, control) || scan.saysOnly('languageName', label)) return 0;
  // Where no password is asked for, "Reset password" can be what the form is for.
  const forgets = scan.says('forgot', label);
  if (forgets && (!isButton(control) || group.fields.some(isSecret))) return 0;
  // A link that leads somewhere leaves the form instead of sending it.
  if (leadsElsewhere(scan, control)) return 0;
  // Next to a field that is no login name, "Log in" only links to the login.
  if (control.link && !group.fields.some((field) => isName(field) || isSecret(field))) return 0;
  if (opensLogin(scan, control, group)) return 0;
  const isWordless = label === '';
  const isNamed = scan.names('login', developer) || scan.names('send', developer);
  if (isWordless && !control.submits && !isNamed && group.fields.some((field) => standsIn(field, control))) return 0;
  let points = 0;
  if (control.submits) points += group.form === null ? 2 : 4;
  if (goesOn(scan, label)) points += 3;
  if (scan.saysOnly('login', label)) points += 2;
  // "Send another" sends something else than what was typed.
  else if (scan.saysOnly('send', label) || scan.saysOnly('continue', label)) points += 0.5;
  if (isNamed) points += 1;
  if (control.order > lastField) points += 3;
  if (control.element.closest('label') !== null) points -= 3;
  if (control.link) points -= 2;
  if (forgets) points -= 2;
  if (control.disabled) points -= 0.5;
  if (isWordless) points -= 1;
  if (group.fields.some(isSecret) && scan.saysOnly('searchField', label)) points -= 4;
  // Of several buttons, the form's own is the one that sends it to where the form says.
  if (native(control.element, 'hasAttribute')('formaction')) points -= 4;
  // What has no words may do anything, unless it is what the form is sent by.
  return isWordless && !(control.submits && group.form !== null) ? points * WORDLESS : points;
}
