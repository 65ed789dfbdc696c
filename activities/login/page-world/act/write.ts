import type { Written } from '../agent.js';
import { setTimeout } from '../dom/builtins.js';

type Input = HTMLInputElement | HTMLTextAreaElement;

/**
 * Focuses the element and inserts the text as typing does, with trusted input events, all in one turn of the page: no other frame
 * and no script of the page can take the focus in between, or turn a password field into one that shows what it holds. Then looks
 * whether the element still holds it.
 */
export async function insertText(element: Element, text: string, secret: boolean): Promise<Written> {
  const input = element as Input;
  if (!input.isConnected || input.matches(':disabled')) return 'gone';
  tellKey(input, 'keydown', UNNAMED);
  if (!takeFocusFor(input, secret)) return 'gone';
  document.execCommand('insertText', false, text);
  tellKey(input, 'keyup', UNNAMED);
  await nextTurn();
  return holdsText(input, text) ? 'written' : 'lost';
}

/** The same for one character of a code, into its box: a page that writes it by itself says so by taking the key. */
export async function insertCharacter(element: Element, character: string): Promise<Written> {
  const box = element as Input;
  if (!box.isConnected || box.matches(':disabled')) return 'gone';
  const isTaken = !tellKey(box, 'keydown', character);
  if (!isTaken && !takeFocusFor(box, false)) return 'gone';
  const inserted = isTaken || document.execCommand('insertText', false, character);
  tellKey(box, 'keyup', character);
  await nextTurn();
  return inserted && (!box.isConnected || box.value !== '') ? 'written' : 'lost';
}

/** Whether a key that is pressed now goes to the element, in a page that has the focus. */
export function hasFocus(element: Element, secret: boolean): boolean {
  return document.hasFocus() && isFocused(element) && !(secret && (element as Input).type !== 'password');
}

const isFocused = (element: Element): boolean =>
  (element.getRootNode() as Document | ShadowRoot).activeElement === element;

/** Focuses an element; false when it does not get the focus. */
export function takeFocus(element: Element): boolean {
  (element as HTMLElement).focus();
  return isFocused(element);
}

/** Focuses the element and selects what it holds; false where that does not work, or a password would be seen in it. */
export function takeFocusFor(element: Element, secret: boolean): boolean {
  const input = element as Input;
  if (!takeFocus(input) || (secret && input.type !== 'password')) return false;
  input.select?.();
  return true;
}

/** What a keyboard says of a key that it has no name for (UI Events, section 4.3). */
const UNNAMED = 'Unidentified';

/** Tells the page of a key, on this very element. @returns false where the page took it */
const tellKey = (element: Element, kind: 'keydown' | 'keyup', key: string): boolean =>
  element.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true, cancelable: true, composed: true }));

/** An application answers what is typed in a turn of its own. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Whether the element still holds what was typed and will be sent. The value is compared in the page and never leaves it. */
export function holdsText(element: Element, text: string): boolean {
  const input = element as Input;
  // Sites format what is typed: `123 456`, `+49 151 ...`.
  const bare = (value: string): string => value.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  const same = input.value === text || (input.type !== 'password' && bare(input.value) === bare(text));
  return input.isConnected && !input.matches(':disabled') && same;
}

export function chooseValue(element: Element, value: string): Written {
  const select = element as HTMLSelectElement;
  if (!select.isConnected || select.matches(':disabled')) return 'gone';
  const option = [...select.options].find((one) => one.value === value || one.label.trim() === value);
  if (option === undefined) return 'lost';
  select.value = option.value;
  select.dispatchEvent(new Event('input', { bubbles: true }));
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return 'written';
}

/** Whether the element is still of the field's kind; if not, a password could end up in a field that shows it. */
export const isSameKind = (one: Element, other: Element): boolean => kindOf(one) === kindOf(other);

const kindOf = (element: Element): string =>
  [element.tagName, element.getAttribute('type'), element.getAttribute('name'), element.id].join(' ');
