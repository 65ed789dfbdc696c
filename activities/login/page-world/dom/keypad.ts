import { native } from './native.js';
import { readReferenced, readText } from './read-text.js';
import { composedParent, walk } from './tree.js';

const DIGITS = 10;
/** A key says a digit, and at most a few letters: "2 ABC", "Digit 5". */
const MAX_CAPTION = 16;
/** More inside is no key. */
const MAX_PARTS = 6;
const MAX_TEXT = 60;
const NO_KEY = /^(?:script|style|option|select|label|textarea)$/;
const PRESSED = 'button, a, [role=button], [role=key], [role=gridcell], [onclick], [tabindex], input, img, area';

/** A key that the page draws, and its digit. */
export interface Key {
  readonly element: Element;
  readonly digit: number;
}

/** The digit that a text says, in any script (Unicode, general category Nd); null where it says none, or several. */
function digitIn(text: string): number | null {
  const caption = text.normalize('NFKC').trim();
  const found = caption.match(/\p{Nd}/gu) ?? [];
  const [only] = found;
  if (only === undefined || found.length > 1 || caption.length > MAX_CAPTION) return null;
  const code = only.codePointAt(0) as number;
  let digit = 0;
  // The digits of a script stand in a row, from its zero on.
  while (digit < DIGITS - 1 && /\p{Nd}/u.test(String.fromCodePoint(code - digit - 1))) digit += 1;
  return digit;
}

/** What a key says, as text; null where it says no digit, or its texts do not agree. */
function digitOf(element: Element): number | null {
  const said = captionsOf(element)
    .map(digitIn)
    .filter((digit) => digit !== null);
  return said.length > 0 && said.every((digit) => digit === said[0]) ? (said[0] ?? null) : null;
}

function captionsOf(element: Element): string[] {
  const named = ['aria-label', 'alt', 'title'].map((name) => native(element, 'getAttribute')(name) ?? '');
  const own = element instanceof HTMLInputElement ? element.value : readText(element, MAX_CAPTION + 1);
  return [own, readReferenced(element, 'aria-labelledby'), ...named];
}

/** All that says a digit and could be a key, each once: what is pressed, or else the innermost element that says it. */
export function keysIn(root: Document | ShadowRoot | Element, isShown: (element: Element) => boolean): Key[] {
  const found: Key[] = [];
  walk(
    root,
    (element) => {
      if (!mayBeKey(element) || !isShown(element)) return;
      const digit = digitOf(element);
      if (digit !== null) found.push({ element, digit });
    },
    () => {},
  );
  return found.filter(({ element }) => isPressed(element, found));
}

function mayBeKey(element: Element): boolean {
  if (element instanceof HTMLInputElement) return ['button', 'submit', 'image'].includes(element.type);
  if (native(element, 'childElementCount') > MAX_PARTS || NO_KEY.test(native(element, 'localName'))) return false;
  if (!(element instanceof HTMLElement) && !native(element, 'matches')(PRESSED)) return false;
  return (native(element, 'textContent') ?? '').length <= MAX_TEXT && !leavesPage(element);
}

const leavesPage = (element: Element): boolean =>
  element instanceof HTMLAnchorElement && !/^(?:#|javascript:|$)/i.test(native(element, 'getAttribute')('href') ?? '');

/** Of elements inside each other that say the same, the one that is made to be pressed; else the innermost. */
function isPressed(element: Element, all: readonly Key[]): boolean {
  const line = all.map((key) => key.element).filter((other) => other !== element && areNested(other, element));
  const inner = line.filter((other) => holdsIt(element, other));
  const outer = line.filter((other) => !inner.includes(other));
  const isMade = (one: Element): boolean => native(one, 'matches')(PRESSED);
  if (isMade(element)) return !inner.some(isMade);
  return !outer.some(isMade) && inner.length === 0;
}

const areNested = (one: Element, other: Element): boolean => holdsIt(one, other) || holdsIt(other, one);

function holdsIt(outer: Element, inner: Element): boolean {
  for (let at = composedParent(inner); at !== null; at = composedParent(at)) if (at === outer) return true;
  return false;
}

/** The ten keys in the order of their digits; null where one is missing, or there twice. */
export function inOrder(keys: readonly Key[]): Element[] | null {
  if (keys.length !== DIGITS) return null;
  const ordered = [...keys.keys()].map((digit) => keys.find((key) => key.digit === digit)?.element);
  return ordered.every((element) => element !== undefined) ? ordered : null;
}

/** What the keys said when they were read last. */
const said = new WeakMap<Element, number>();

export const noteDigits = (keys: readonly Element[]): void => {
  for (const [digit, element] of keys.entries()) said.set(element, digit);
};

/** Whether an element still says what it said when its keypad was read. True for what is no key. */
export const isAsRead = (element: Element): boolean => !said.has(element) || said.get(element) === digitOf(element);
