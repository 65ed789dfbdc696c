import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { composedParent } from '../dom/tree.js';
import { isLoginLink } from './buttons.js';
import { controlOf } from './collect.js';
import { isTyped } from './kinds.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';
import { isAccountMenu, isInFrame } from './site-frame.js';

/** A longer text is no caption. */
const MAX_CAPTION = 60;
const MAX_PARTS = 4;
/** Styles are looked up for so many elements: a large page is no choice, and has other ways to its login. */
const MAX_LOOKUPS = 300;
const MIN_ITEMS = 2;
const MAX_ITEMS = 12;
const MAX_LINKS = 3;
/** A greeting further down is for somebody else. */
const SPOKEN_LENGTH = 1_200;
const HOLDS_MORE = 'input, select, textarea, button, a, label, form, [role=button], [onclick]';
const PRESSED = 'button, a, label, summary, [role=button], [role=link], [role=tab], [role=radio], [role=menuitem]';
const CHOSEN_ROLES = new Set(['option', 'listitem']);

/**
 * Takes in what only the pointer, or the focus, shows to be pressed: a way to the login ("Sign in", "My account"), and the items of a list that goes on
 * as soon as one is pressed, where the page offers nothing else to press. A page that asks for a password is none of these.
 */
export function addPointed(scan: Scan): void {
  if (scan.fields.some(({ visible, type }) => visible && type === 'password')) return;
  const found = pointedAt(scan);
  const ways = found.filter((control) => isLoginLink(scan, control) || isAccountMenu(scan, control));
  const items = offersNothingElse(scan) ? itemsOf(found.filter((control) => !ways.includes(control))) : [];
  if (ways.length + items.length === 0) return;
  scan.controls.push(...ways, ...items);
  scan.controls.sort((one, other) => one.order - other.order);
}

function pointedAt(scan: Scan): Control[] {
  const found: Control[] = [];
  let lookups = 0;
  for (const root of scan.roots)
    for (const element of native(root, 'querySelectorAll')<HTMLElement>(root === document ? 'body *' : '*')) {
      if (!isCaption(element)) continue;
      lookups += 1;
      if (lookups > MAX_LOOKUPS) return [];
      if (isPointed(element) && scan.sight.isVisible(element)) found.push(controlOf(element, scan.orderOf(element)));
    }
  return found;
}

/** Short text that is part of nothing that can be pressed anyway. */
function isCaption(element: HTMLElement): boolean {
  if (!(element instanceof HTMLElement) || native(element, 'childElementCount') > MAX_PARTS) return false;
  const text = (native(element, 'textContent') ?? '').trim();
  if (text === '' || text.length > MAX_CAPTION) return false;
  return native(element, 'closest')(PRESSED) === null && native(element, 'querySelector')(HOLDS_MORE) === null;
}

function isPointed(element: HTMLElement): boolean {
  if (native(element, 'hasAttribute')('tabindex') || CHOSEN_ROLES.has(native(element, 'getAttribute')('role') ?? ''))
    return true;
  if (getComputedStyle(element).cursor !== 'pointer') return false;
  // What is inside of it has the same pointer.
  const parent = composedParent(element);
  return parent === null || getComputedStyle(parent).cursor !== 'pointer';
}

const offersNothingElse = (scan: Scan): boolean => {
  const own = scan.controls.filter((control) => control.label !== '' && !isInFrame(control));
  if (own.some(({ link }) => !link) || own.length > MAX_LINKS) return false;
  if (scan.fields.some((field) => field.visible && isTyped(field)) || scan.choices.length > 0) return false;
  // Who is welcomed is shown what they have, unless they are to choose.
  const heads = scan.headings.map(({ text }) => text).join(' · ');
  return scan.says('pickAccount', heads) || !scan.says('greeting', readText(native(document, 'body'), SPOKEN_LENGTH));
};

/** Elements of one kind beside each other. */
function itemsOf(found: readonly Control[]): Control[] {
  const [first] = found;
  const isBeside = ({ element }: Control): boolean =>
    element.localName === first?.element.localName && composedParent(element) === composedParent(first.element);
  const items = found.filter((control) => isBeside(control) && !isInFrame(control));
  return items.length >= MIN_ITEMS && items.length <= MAX_ITEMS ? items : [];
}
