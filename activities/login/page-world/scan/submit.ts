import type { Concept } from '../words/words.js';
import { isName, isSecret } from './kinds.js';
import type { Control, Group } from './model.js';
import { providerOf } from './provider.js';
import type { Scan } from './scan.js';
import { surroundingsOf, windowOf } from './surroundings.js';
import { pathOf } from './url-path.js';

const GOES_ON: Concept[] = ['login', 'continue', 'send', 'signup', 'change', 'recovery', 'newsletter', 'searchField'];

/** The button a person would press after typing, judged by what it says, what it is and where it stands. */
export function submitOf(scan: Scan, group: Group): Control | null {
  const last = Math.max(...group.fields.filter((field) => field.type !== 'select').map((field) => field.order), 0);
  return (
    best(scan, group.controls, group, last) ??
    best(scan, buttonsBelow(scan, surroundingsOf(scan, group), last), group, last) ??
    best(scan, buttonsBelow(scan, windowOf(scan, group), last), group, last)
  );
}

function best(scan: Scan, controls: Control[], group: Group, lastField: number): Control | null {
  let chosen: Control | null = null;
  let most = 0;
  for (const control of controls) {
    const points = pointsOf(scan, control, group, lastField);
    if (points > most) [chosen, most] = [control, points];
  }
  return chosen;
}

/** Without a form, scripts submit: then the button can be outside the box, if its caption says what it does. */
function buttonsBelow(scan: Scan, around: Element | null, lastField: number): Control[] {
  if (around === null) return [];
  return scan.controls.filter(
    (control) =>
      control.order > lastField &&
      !control.link &&
      scan.contains(around, control.element) &&
      GOES_ON.some((concept) => scan.says(concept, control.label)),
  );
}

function pointsOf(scan: Scan, control: Control, group: Group, lastField: number): number {
  const { label, developer } = control;
  if (providerOf(scan, control) !== null) return 0;
  if (scan.saysOnly('showPassword', label)) return 0;
  if (scan.saysOnly('back', label)) return 0;
  // Where no password is asked for, "Reset password" can be what the form is for.
  const forgets = scan.says('forgot', label);
  if (forgets && (control.link || group.fields.some(isSecret))) return 0;
  // A link that leads somewhere leaves the form instead of sending it.
  if (control.link && leadsAway(scan, control.href)) return 0;
  // Next to a field that is no login name, "Log in" only links to the login.
  if (control.link && !group.fields.some((field) => isName(field) || isSecret(field))) return 0;
  const saysSo = GOES_ON.some((concept) => scan.says(concept, label));
  let points = 0;
  if (control.submits) points += group.form === null ? 2 : 4;
  if (saysSo) points += 3;
  if (scan.saysOnly('login', label)) points += 2;
  if (scan.names('login', developer) || scan.names('send', developer)) points += 1;
  if (control.order > lastField) points += 3;
  if (control.element.closest('label') !== null) points -= 3;
  if (control.link) points -= 2;
  if (forgets) points -= 2;
  if (control.disabled) points -= 0.5;
  if (label === '') points -= 1;
  if (group.fields.some(isSecret) && scan.saysOnly('searchField', label)) points -= 4;
  return points;
}

function leadsAway(scan: Scan, href: string): boolean {
  return href !== '' && !href.startsWith('#') && !/^javascript:/i.test(href) && pathOf(scan, href) !== '';
}
