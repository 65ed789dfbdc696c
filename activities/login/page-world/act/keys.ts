import { typedInto } from './focus.js';

/** What the browser makes of a real key. A field that is taken away at the last moment leaves its one character to another one: nobody hears of that, and no further key follows. */
export const KEYS = ['keydown', 'keypress', 'beforeinput', 'input', 'keyup'] as const;

/** Where real keys may go; null while none are pressed. */
let expected: Element | null = null;
let strayed = false;

/** From now on a real key that would reach anything else of this document comes to nothing: a script moves the focus even between a key and its character. */
export function expectKeys(element: Element): void {
  expected = typedInto(element);
  strayed = false;
}

/** Ends it. @returns whether a key would have gone elsewhere */
export function endKeys(): boolean {
  expected = null;
  return strayed;
}

export function onKey(event: Event): void {
  if (expected === null || !event.isTrusted || event.composedPath()[0] === expected) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  strayed = true;
}
