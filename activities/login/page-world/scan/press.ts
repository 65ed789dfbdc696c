import { native } from '../dom/native.js';
import type { Concept } from '../words/words.js';
import type { Control, Field } from './model.js';
import { providerOf } from './provider.js';
import type { Scan } from './scan.js';
import { pathOf } from './url-path.js';

const GOES_ON: readonly Concept[] = [
  'login',
  'continue',
  'send',
  'signup',
  'change',
  'recovery',
  'newsletter',
  'searchField',
];
/** What leaves the login or its account. */
const LEAVES: readonly Concept[] = ['logout', 'guest', 'notYou'];
/** An icon in a field is not wider, in CSS pixels. */
const ICON_WIDTH = 60;

/** Says that pressing it goes on with what was typed. */
export const goesOn = (scan: Scan, label: string): boolean => GOES_ON.some((concept) => scan.says(concept, label));

/** The eye of a password field: it shows what was typed, and sends nothing. */
export function showsPassword(scan: Scan, { label, developer }: Control): boolean {
  if (scan.saysOnly('showPassword', label)) return true;
  return !goesOn(scan, label) && (scan.says('showPassword', label) || scan.names('showPassword', developer));
}

/** Leaves the login, by what it says; where it says nothing known, by what developers call it. */
export function leavesLogin(scan: Scan, { label, developer }: Control): boolean {
  if (scan.saysOnly('back', label) || scan.saysOnly('dismiss', label)) return true;
  if (LEAVES.some((concept) => scan.says(concept, label)) && !scan.saysOnly('login', label)) return true;
  return !goesOn(scan, label) && scan.names('back', developer);
}

/** Leads to another page, instead of sending what was typed. */
export function leadsElsewhere(scan: Scan, { link, href }: Control): boolean {
  return link && href !== '' && !href.startsWith('#') && !/^javascript:/i.test(href) && pathOf(scan, href) !== '';
}

/** Opens something on this page (another tab, a menu), or stands in such a menu. */
export function opensPart({ element, submits }: Control): boolean {
  const role = native(element, 'getAttribute')('role');
  return role === 'tab' || (!submits && (role === 'menuitem' || native(element, 'hasAttribute')('aria-haspopup')));
}

/** One of a list to choose from: it answers for itself, and sends no form. */
export const isPicked = ({ pick }: Scan, control: Control): boolean => pick?.items.includes(control) ?? false;

/** A link without an address: a script makes it a button. */
export const staysHere = ({ element, href }: Control): boolean =>
  element instanceof HTMLAnchorElement && (href === '' || href === '#' || /^javascript:/i.test(href));

/** An icon that stands in a field: an eye, a cross, a picture. */
export function standsIn(field: Field, { element }: Control): boolean {
  const [outer, inner] = [field.element, element].map((one) => native(one, 'getBoundingClientRect')()) as [
    DOMRect,
    DOMRect,
  ];
  if (inner.width > ICON_WIDTH || inner.height > outer.height * 1.5) return false;
  const [x, y] = [inner.left + inner.width / 2, inner.top + inner.height / 2];
  return y >= outer.top && y <= outer.bottom && x >= outer.left && x <= outer.right + inner.width * 1.5;
}

/** A button that could send what was typed; not an eye, not a cross, not a link to elsewhere. */
export function couldSend(scan: Scan, control: Control): boolean {
  const { label, element, link } = control;
  if (label === '' || element.closest('label') !== null || opensPart(control) || isPicked(scan, control)) return false;
  if (link && (leadsElsewhere(scan, control) || !goesOn(scan, label))) return false;
  if (providerOf(scan, control) !== null || scan.says('forgot', label)) return false;
  return !showsPassword(scan, control) && !leavesLogin(scan, control);
}
