import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { ancestors, composedParent } from '../dom/tree.js';
import { isLoginLink } from './buttons.js';
import { controlOf, HOLDS_MORE, PRESSED } from './collect.js';
import { greetsIn } from './greeting.js';
import { isTyped } from './kinds.js';
import type { Control } from './model.js';
import type { Pick, Scan } from './scan.js';
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
/** A choice as well. */
const ANSWERED = `${PRESSED}, [role=radio]`;
const CHOSEN_ROLES = new Set(['option', 'listitem']);

/**
 * Takes in what only the pointer, or the focus, shows to be pressed: a way to the login ("Sign in", "My account"), and the items of a list that goes on
 * as soon as one is pressed, where nothing else is to be pressed under their heading. A page that asks for a password is none of these.
 */
export function addPointed(scan: Scan): void {
  if (scan.fields.some(({ visible, type }) => visible && type === 'password')) return;
  const found = pointedAt(scan);
  scan.pointed = found;
  const ways = found.filter((control) => isLoginLink(scan, control) || isAccountMenu(scan, control));
  scan.pick = pickIn(
    scan,
    found.filter((control) => !ways.includes(control)),
  );
  const items = scan.pick?.items ?? [];
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
  const text = (native(element, 'textContent') ?? '').trim() || pictureIn(element);
  if (text === '' || text.length > MAX_CAPTION) return false;
  return native(element, 'closest')(ANSWERED) === null && native(element, 'querySelector')(HOLDS_MORE) === null;
}

/** What the one picture in an element without text says. */
function pictureIn(element: HTMLElement): string {
  const pictures = native(element, 'querySelectorAll')<HTMLImageElement>('img[alt]');
  return pictures.length === 1 ? (pictures[0]?.alt.trim() ?? '') : '';
}

function isPointed(element: HTMLElement): boolean {
  if (native(element, 'hasAttribute')('tabindex') || CHOSEN_ROLES.has(native(element, 'getAttribute')('role') ?? ''))
    return true;
  if (getComputedStyle(element).cursor !== 'pointer') return false;
  // What is inside of it has the same pointer.
  const parent = composedParent(element);
  return parent === null || getComputedStyle(parent).cursor !== 'pointer';
}

/** Elements of one kind beside each other, where nothing else can be done under their heading. */
function pickIn(scan: Scan, found: readonly Control[]): Pick | null {
  const lists = new Map<Element | null, Control[]>();
  for (const control of found.filter((one) => !isInFrame(one))) {
    const parent = composedParent(control.element);
    const list = lists.get(parent) ?? [];
    if (list[0] === undefined || list[0].element.localName === control.element.localName) list.push(control);
    lists.set(parent, list);
  }
  const items = [...lists.values()].find(({ length }) => length >= MIN_ITEMS && length <= MAX_ITEMS);
  if (items === undefined) return null;
  const room = roomOf(scan, items);
  return isAllToDo(scan, room) ? { room, items } : null;
}

/** The smallest part of the page that holds them and a heading over them; all of it where nothing is. */
function roomOf(scan: Scan, items: readonly Control[]): Element {
  const [first] = items;
  const body = native(document, 'body') ?? native(document, 'documentElement');
  if (first === undefined) return body;
  const over = scan.headings.filter(({ order }) => order < first.order);
  const room = [...ancestors(first.element)].find((at) => over.some(({ element }) => scan.contains(at, element)));
  return room ?? body;
}

/** Whether a part of the page asks for nothing that is typed, ticked or pressed elsewhere. */
function isAllToDo(scan: Scan, room: Element): boolean {
  const isInside = ({ element }: { readonly element: Element }): boolean => scan.contains(room, element);
  const own = scan.controls.filter((one) => one.label !== '' && isInside(one) && !isInFrame(one));
  if (own.some(({ link }) => !link) || own.length > MAX_LINKS) return false;
  if (scan.fields.some((field) => field.visible && isTyped(field) && isInside(field))) return false;
  if (scan.choices.some(isInside)) return false;
  // Who is welcomed is shown what they have, unless they are to choose.
  const heads = scan.headings.map(({ text }) => text).join(' · ');
  return scan.says('pickAccount', heads) || !greetsIn(scan, readText(native(document, 'body'), SPOKEN_LENGTH));
}
