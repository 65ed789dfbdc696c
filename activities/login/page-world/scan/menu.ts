import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import type { Concept } from '../words/words.js';
import { methodOf } from './buttons.js';
import type { Control } from './model.js';
import { leadsElsewhere } from './press.js';
import type { Scan } from './scan.js';
import { isWithin } from './site-frame.js';

/** Where an application has its navigation. */
const NAVIGATION = 'nav, [role=navigation], [role=menubar]';
const BARS = `${NAVIGATION}, [role=banner], header:not(:is(main, article, section, form, dialog, [role=dialog]) *)`;
/** More of them say no more. */
const MAX_ENTRIES = 30;
/** What everybody may be offered there, or what answers a question. */
const NOT_OWN: readonly Concept[] = [
  'forEveryone',
  'login',
  'logout',
  'signup',
  'forgot',
  'languageName',
  'searchField',
  'back',
  'dismiss',
  'yes',
  'no',
  'continue',
  'send',
  'cookieAccept',
  'cookieReject',
];

/** What the navigation of an application within one page offers: routes, buttons and tabs, by their labels. Pages of the site are no part of it. */
export const menuOf = (scan: Scan): string[] =>
  [...new Set(scan.controls.filter((control) => isEntry(scan, control)).map(({ label }) => label))].slice(
    0,
    MAX_ENTRIES,
  );

/** Whether an element stands in navigation. */
export const isInNavigation = (element: Element): boolean => isWithin(element, NAVIGATION);

function isEntry(scan: Scan, control: Control): boolean {
  const { element, label, disabled } = control;
  // What can't be opened yet may open when a question is answered.
  if (disabled || getComputedStyle(element).pointerEvents === 'none') return false;
  if (label === '' || leadsElsewhere(scan, control) || methodOf(scan, label) !== null) return false;
  if (NOT_OWN.some((concept) => scan.saysOnly(concept, label))) return false;
  return isWithin(element, BARS) || native(element, 'closest')('[role=tablist] [role=tab]') !== null;
}
