import { isSecret } from './kinds.js';
import type { Control, Group } from './model.js';
import { providerOf } from './provider.js';
import { pathOf } from './url-path.js';
import { type Concept, names, says, saysOnly } from './words.js';

const GOES_ON: Concept[] = ['login', 'continue', 'send', 'signup', 'change', 'recovery', 'newsletter', 'searchField'];

/** The button a person would press after typing, judged by what it says, what it is and where it stands. */
export function submitOf(group: Group): Control | null {
  const last = Math.max(...group.fields.filter((field) => field.type !== 'select').map((field) => field.order), 0);
  let best: Control | null = null;
  let most = 0;
  for (const control of group.controls) {
    const points = pointsOf(control, group, last);
    if (points > most) [best, most] = [control, points];
  }
  return best;
}

function pointsOf(control: Control, group: Group, lastField: number): number {
  const { label, developer } = control;
  if (providerOf(control) !== null) return 0;
  if (says('showPassword', label) && saysOnly('showPassword', label)) return 0;
  if (saysOnly('back', label) || says('forgot', label)) return 0;
  // A link that leads somewhere leaves the form instead of sending it.
  if (control.link && leadsAway(control.href)) return 0;
  const says_ = GOES_ON.some((concept) => says(concept, label));
  let points = 0;
  if (control.submits) points += group.form === null ? 2 : 4;
  if (says_) points += 3;
  if (saysOnly('login', label)) points += 2;
  if (names('login', developer) || names('send', developer)) points += 1;
  if (control.order > lastField) points += 3;
  if (control.element.closest('label') !== null) points -= 3;
  if (control.link) points -= 2;
  if (control.disabled) points -= 0.5;
  if (label === '') points -= 1;
  if (group.fields.some(isSecret) && saysOnly('searchField', label)) points -= 4;
  return points;
}

function leadsAway(href: string): boolean {
  return href !== '' && !href.startsWith('#') && !/^javascript:/i.test(href) && pathOf(href) !== '';
}
