import { isMaskedByStyle } from './masked-text.js';
import { native } from './native.js';
import { composedParent } from './tree.js';

/** What fields of this document turned out to be once they had the focus. */
const masked = new WeakSet<Element>();
const writable = new WeakSet<Element>();
const takers = new WeakMap<Element, HTMLInputElement>();
const standIns = new WeakMap<Element, Element>();
const replaced = new WeakMap<Element, Element>();
const tried = new WeakSet<Element>();

/** Whether the field is a password field while it has the focus. */
export const isMaskedAwake = (element: Element): boolean => masked.has(element) || takerOf(element) !== null;
/** Whether the field can be typed into while it has the focus. */
export const isWritableAwake = (element: Element): boolean => writable.has(element);
/** The hidden password field that this one hands the focus on to. */
export const takerOf = (element: Element): HTMLInputElement | null => {
  const taker = takers.get(element);
  return taker?.isConnected ? taker : null;
};
/** The field that hands the focus on to this one. */
export const standInOf = (element: Element): Element | null => standIns.get(element) ?? null;
/** Whether the field was given the focus before, to see what it is then. */
export const wasTried = (element: Element): boolean => tried.has(element);

/** Whether the page has put the one field into the place of the other one as that got the focus. */
export const tookPlaceOf = (one: Element, other: Element): boolean => replaced.get(other) === one;

/** Writes down which field the page has put into the place of one that was to get the focus. */
export function noteReplaced(element: Element, place: Node | null, focused: Element | null): void {
  if (element.isConnected || !(focused instanceof HTMLInputElement) || !(element instanceof HTMLInputElement)) return;
  if (focused.type === element.type && focused.parentNode === place) replaced.set(element, focused);
}

/** Its type for a person who types into it. */
export function typeOf(element: Element): string {
  if (!(element instanceof HTMLInputElement)) return element.tagName.toLowerCase();
  return isMaskedAwake(element) || isMaskedByStyle(element) ? 'password' : element.type;
}

/** Writes down what a field is while it has the focus. */
export function noteAwake(element: HTMLInputElement, focused: Element | null): void {
  tried.add(element);
  if (focused === element) {
    if (element.type === 'password') masked.add(element);
    if (!element.readOnly) writable.add(element);
  } else if (focused instanceof HTMLInputElement && standsFor(element, focused)) {
    takers.set(element, focused);
    standIns.set(focused, element);
  }
}

/** How far apart a field and its stand-in are at most. */
const REACH = 3;

/** Whether a field that got the focus instead is the one that this field stands for: a password field right beside it. */
function standsFor(element: HTMLInputElement, focused: HTMLInputElement): boolean {
  if (focused.type !== 'password' || focused.form !== element.form) return false;
  let around: Element | null = element;
  for (let level = 0; level < REACH && around !== null; level += 1) {
    around = composedParent(around);
    if (around !== null && native(around, 'contains')(focused)) return true;
  }
  return false;
}
