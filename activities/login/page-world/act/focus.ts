import { isMaskedAwake, isWritableAwake, noteAwake, noteReplaced, standInOf, takerOf, wasTried } from '../dom/awake.js';
import { setTimeout } from '../dom/builtins.js';
import { isDrawnByOthers } from '../dom/drawn.js';
import { isEditableLine } from '../dom/editable-line.js';
import { isMaskedByStyle } from '../dom/masked-text.js';

export type Input = HTMLInputElement | HTMLTextAreaElement;

/** The element that has the focus, through shadow roots. */
export function focusedElement(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

/** Focuses an element; false when it does not get the focus. */
export function takeFocus(element: Element): boolean {
  (element as HTMLElement).focus();
  return focusedElement() === element;
}

/** Whether a person who looks on sees nothing of what is typed there: a password field, or a text field that its style masks. */
export const hidesText = (element: Element): boolean =>
  (element instanceof HTMLInputElement && element.type === 'password') || isMaskedByStyle(element);

/** Whether a password may be typed there: it is in sight, or something is drawn for it where a click hits it, and hides what it holds. */
export const takesSecret = (input: Element): boolean =>
  hidesText(input) &&
  (input.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || isDrawnByOthers(input));

/** What is typed into for a field: itself, or the password field that it stands for. */
export const typedInto = (element: Element): Input => takerOf(element) ?? (element as Input);

/**
 * Gives a field the focus and selects what it holds. What a stand-in stands for shows itself only then.
 * @returns what keys go to now; null where that is something else, or a password would be seen in it
 */
export function reach(element: Element, secret: boolean): Input | null {
  const input = typedInto(element);
  const place = input.parentNode;
  if (!takeFocus(input)) {
    noteReplaced(input, place, focusedElement());
    (standInOf(input) as HTMLElement | null)?.focus();
    if (focusedElement() !== input) return null;
  }
  if (secret && !takesSecret(input)) return null;
  if (isEditableLine(input)) getSelection()?.selectAllChildren(input);
  else input.select?.();
  return input;
}

/** Whether keys that are pressed now go to the field, or to what it stands for. */
export function hasFocus(element: Element, secret: boolean): boolean {
  const input = typedInto(element);
  return document.hasFocus() && focusedElement() === input && !(secret && !takesSecret(input));
}

const PRESS = ['mousedown', 'mouseup', 'click'] as const;

/**
 * Gives a field that can't be typed into the focus, and writes down what it is then: no longer read-only, a password field, or a stand-in
 * for one. Takes the focus away again.
 * @returns whether it turned out to be something else
 */
export async function wake(element: Element): Promise<boolean> {
  if (!(element instanceof HTMLInputElement) || wasTried(element)) return false;
  const known = [isMaskedAwake(element), isWritableAwake(element)];
  element.focus();
  await nextTurn();
  // Some wait to be pressed.
  if (focusedElement() === element && (element.readOnly || element.type === 'text'))
    for (const kind of PRESS) element.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
  await nextTurn();
  const focused = focusedElement();
  noteAwake(element, focused);
  if (focused instanceof HTMLElement) focused.blur();
  await nextTurn();
  return known[0] !== isMaskedAwake(element) || known[1] !== isWritableAwake(element);
}

/** An application answers what is done to it in a turn of its own. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
