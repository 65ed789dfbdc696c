import type { Written } from '../agent.js';
import { setTimeout } from '../dom/builtins.js';

/**
 * Focuses the element and inserts the text as typing does, with trusted input events, all in one turn of the page: no other frame
 * and no script of the page can take the focus in between, or turn a password field into one that shows what it holds. Then looks
 * whether the element still holds it.
 */
export async function insertText(element: Element, text: string, secret: boolean): Promise<Written> {
  const input = element as HTMLInputElement | HTMLTextAreaElement;
  if (!input.isConnected || input.matches(':disabled')) return 'gone';
  input.focus();
  const root = input.getRootNode() as Document | ShadowRoot;
  if (root.activeElement !== input || (secret && input.type !== 'password')) return 'gone';
  input.select();
  document.execCommand('insertText', false, text);
  // An application answers what is typed in a turn of its own.
  await new Promise((resolve) => setTimeout(resolve, 0));
  return holdsText(input, text) ? 'written' : 'lost';
}

/** Whether the element still holds what was typed and will be sent. The value is compared in the page and never leaves it. */
function holdsText(input: HTMLInputElement | HTMLTextAreaElement, text: string): boolean {
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

/** Focuses an element; false when it does not get the focus. */
export function takeFocus(element: Element): boolean {
  (element as HTMLElement).focus();
  return (element.getRootNode() as Document | ShadowRoot).activeElement === element;
}

/** Whether the element is still of the field's kind; if not, a password could end up in a field that shows it. */
export const isSameKind = (one: Element, other: Element): boolean => kindOf(one) === kindOf(other);

const kindOf = (element: Element): string =>
  [element.tagName, element.getAttribute('type'), element.getAttribute('name'), element.id].join(' ');
