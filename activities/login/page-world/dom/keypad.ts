import { native } from './native.js';
import { readReferenced, readText } from './read-text.js';
import { composedParent, walk } from './tree.js';

const DIGITS = 10;
/** A key says a digit, and at most a few letters: "2 ABC", "Digit 5". */
const MAX_CAPTION = 16;
/** More inside is no key. */
const MAX_PARTS = 6;
const MAX_TEXT = 60;
const NAMED = ['aria-label', 'aria-labelledby', 'alt', 'title'];
const NO_KEY = /^(?:script|style|option|select|label|textarea)$/;
const PRESSED = 'button, a, [role=button], [role=key], [role=gridcell], [onclick], [tabindex], input, img, area';

/** A key that the page draws, and what it stands for: a digit, or either of two ("3 or 8"), so that nobody sees which. */
export interface Key {
  readonly element: Element;
  readonly digits: readonly number[];
}

/** One digit, or two with a word or a space between them: "38" is a number, "0/4" counts, and "smith3" is a name. Some scripts put no space between words. */
const SAYS_DIGITS =
  /^\P{Nd}*(?:(?<!\p{L})|(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]))(\p{Nd})(?:\P{Nd}*[\p{L}\s]\P{Nd}*(\p{Nd}))?\P{Nd}*$/u;

/** The digits that a text says, in any script (Unicode, general category Nd); empty where it says none, or more than two. */
function digitsIn(text: string): number[] {
  const caption = text.normalize('NFKC').trim();
  if (caption.length > MAX_CAPTION) return [];
  return (SAYS_DIGITS.exec(caption)?.slice(1) ?? []).filter((found) => found !== undefined).map(valueOfDigit);
}

function valueOfDigit(found: string): number {
  const code = found.codePointAt(0) as number;
  let digit = 0;
  // The digits of a script stand in a row, from its zero on.
  while (digit < DIGITS - 1 && /\p{Nd}/u.test(String.fromCodePoint(code - digit - 1))) digit += 1;
  return digit;
}

/** What a key says, as text; empty where it says no digit, or its texts do not agree. "5, key 3" describes the key of a 5. */
function digitsOf(element: Element): readonly number[] {
  const all = captionsOf(element).map(digitsIn);
  const single = all.filter(({ length }) => length === 1);
  const mayBeTwo = single.length === 0 && native(element, 'matches')(PRESSED);
  const said = mayBeTwo ? all.filter(({ length }) => length > 1) : single;
  const [first = []] = said;
  return said.every((digits) => digits.join() === first.join()) ? first : [];
}

function captionsOf(element: Element): string[] {
  const named = NAMED.filter((name) => name !== 'aria-labelledby').map(
    (name) => native(element, 'getAttribute')(name) ?? '',
  );
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
      const digits = digitsOf(element);
      if (digits.length > 0) found.push({ element, digits });
    },
    () => {},
  );
  return found.filter(({ element }) => isPressed(element, found));
}

function mayBeKey(element: Element): boolean {
  if (element instanceof HTMLInputElement) return ['button', 'submit', 'image'].includes(element.type);
  if (native(element, 'childElementCount') > MAX_PARTS || NO_KEY.test(native(element, 'localName'))) return false;
  if (!(element instanceof HTMLElement) && !native(element, 'matches')(PRESSED)) return false;
  const text = native(element, 'textContent') ?? '';
  if (text.length > MAX_TEXT || !mayHaveDigit(element, text)) return false;
  return ![element, ...native(element, 'querySelectorAll')('a')].some(leavesPage);
}

/** Most elements of a page have none, which is quick to see. What a slot shows stands elsewhere. */
const mayHaveDigit = (element: Element, text: string): boolean =>
  /\p{N}/u.test(text) ||
  NAMED.some((name) => native(element, 'hasAttribute')(name)) ||
  native(element, 'shadowRoot') !== null ||
  native(element, 'querySelector')('slot') !== null;

/** A path behind `#` is a page of an application. */
const leavesPage = (element: Element): boolean =>
  element instanceof HTMLAnchorElement &&
  !/^(?:#[^/]*$|javascript:|$)/i.test(native(element, 'getAttribute')('href') ?? '');

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

/** Keys of one digit each, and those of two: a keypad has either. */
export const byKind = (keys: readonly Key[]): Key[][] =>
  [1, 2].map((each) => keys.filter(({ digits }) => digits.length === each));

/** The key of each of the ten digits; null where one is missing, or there twice. Others around them ("Step 1 of 2") are none. */
export function inOrder(keys: readonly Key[]): Element[] | null {
  const [single = [], double = []] = byKind(keys);
  return orderOf(single) ?? orderOf(double);
}

function orderOf(keys: readonly Key[]): Element[] | null {
  if (digitsOn(keys) !== DIGITS) return null;
  const ordered = Array.from({ length: DIGITS }, (_, at) => keys.find(({ digits }) => digits.includes(at))?.element);
  return ordered.every((element) => element !== undefined) ? ordered : null;
}

/** How many digits keys stand for. */
export const digitsOn = (keys: readonly Key[]): number => keys.reduce((sum, { digits }) => sum + digits.length, 0);

/** What the keys said when they were read last. */
const said = new WeakMap<Element, string>();

export const noteDigits = (keys: readonly Element[]): void => {
  for (const element of keys) said.set(element, digitsOf(element).join());
};

/** Whether an element still says what it said when its keypad was read. True for what is no key. */
export const isAsRead = (element: Element): boolean =>
  !said.has(element) || said.get(element) === digitsOf(element).join();
