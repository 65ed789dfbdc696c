import type { Written } from '../agent.js';
import { takerOf, tookPlaceOf } from '../dom/awake.js';
import { picksFromList } from '../dom/combobox.js';
import { drawnFor } from '../dom/drawn.js';
import { heldBy } from '../dom/editable-line.js';
import { focusedElement, hidesText, type Input, nextTurn, reach, takesSecret, typedInto } from './focus.js';

/**
 * Focuses the element and inserts the text as typing does, with trusted input events, all in one turn of the page: no other frame and no
 * script of the page can take the focus in between, or turn a password field into one that shows what it holds. It goes in as a whole, so that
 * no script sees a part of it, which could leave unnoticed; the page is told of a key for each character, on this very element. Then looks
 * whether the element still holds it.
 */
export async function insertText(element: Element, text: string, secret: boolean): Promise<Written> {
  if (!element.isConnected || element.matches(':disabled')) return 'gone';
  const input = reach(element, secret);
  if (input === null) return 'gone';
  const characters = [...text];
  const free = characters.filter((character) => !takesKey(input, character));
  if (free.length > 0 && !(mayType(input, secret) && document.execCommand('insertText', false, free.join(''))))
    return 'lost';
  for (const character of characters) tellKey(input, 'keyup', character);
  await nextTurn();
  if (holdsText(element, text)) return picksFromList(input) ? 'searched' : 'written';
  if (isCut(element, text)) return 'cut';
  return heldBy(typedInto(element)) === '' ? 'lost' : 'changed';
}

const mayType = (input: Input, secret: boolean): boolean =>
  focusedElement() === input && !input.readOnly && !(secret && !takesSecret(input));

/** Tells the page of a key. @returns whether it took it: then it writes the character by itself */
const takesKey = (input: Input, character: string): boolean =>
  !tellKey(input, 'keydown', character) || !tellKey(input, 'keypress', character);

/**
 * One character of a code into its box, in one turn; into a first box that takes all of them, the whole code.
 * @param at index of the box
 * @returns `all` where the boxes hold all of it then
 */
export async function insertCode(boxes: readonly Element[], code: string, at: number): Promise<Written | 'all'> {
  const characters = [...code];
  const box = boxes[at];
  if (!(box instanceof HTMLInputElement) || !box.isConnected || box.matches(':disabled')) return 'gone';
  if (at === 0 && box.maxLength >= characters.length) {
    await insertText(box, code, false);
    if (holdCode(boxes, code)) return 'all';
  }
  if (reach(box, false) === null) return 'gone';
  const character = characters[at] ?? '';
  const isTyped =
    takesKey(box, character) || (mayType(box, false) && document.execCommand('insertText', false, character));
  tellKey(box, 'keyup', character);
  if (!isTyped) return 'lost';
  await nextTurn();
  if (at === boxes.length - 1 && holdCode(boxes, code)) return 'all';
  return !box.isConnected || box.value !== '' ? 'written' : 'lost';
}

/** Whether boxes hold a code: each its character, or the page shows them in other ways. Boxes that are gone were sent. */
function holdCode(boxes: readonly Element[], code: string): boolean {
  const inputs = boxes as readonly Input[];
  if (inputs.some((box) => !box.isConnected)) return true;
  return inputs.map(({ value }) => value).join('') === code;
}

/** Tells the page of a key, on this very element, with the old names of it that old pages ask for. @returns false where the page took it */
function tellKey(element: Element, kind: 'keydown' | 'keypress' | 'keyup', key: string): boolean {
  const charCode = key.codePointAt(0) ?? 0;
  const keyCode = kind === 'keypress' ? charCode : (key.toUpperCase().codePointAt(0) ?? 0);
  const about = { key, keyCode, which: keyCode, charCode: kind === 'keypress' ? charCode : 0 };
  return element.dispatchEvent(
    new KeyboardEvent(kind, { ...about, bubbles: true, cancelable: true, composed: true } as KeyboardEventInit),
  );
}

/** Sites format what is typed: `123 456`, `+49 151 ...`. */
const bare = (value: string): string => value.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/**
 * Whether the element still holds what was typed and will be sent, or the boxes that are drawn for it show it. The value is compared in the
 * page and never leaves it.
 */
export function holdsText(element: Element, text: string): boolean {
  const input = typedInto(element);
  if (!input.isConnected || input.matches(':disabled')) return false;
  const held = heldBy(input);
  // A page that trims or composes what people type does so with everybody.
  if (held === text || held.normalize() === text.trim().normalize()) return true;
  if (hidesText(input)) return isMask(held, text);
  return bare(held) === bare(text) || isDrawn(input, text);
}

/** Some pages keep a password themselves, and leave a sign for each of its characters. */
const isMask = (value: string, text: string): boolean => value.length === text.length && /^(?:\*+|•+|●+)$/.test(value);

/** Whether the boxes over or under a transparent field show what was typed. */
const isDrawn = (input: Input, text: string): boolean =>
  input.value === '' &&
  bare(text) ===
    bare(
      leavesOf(drawnFor(input))
        .map((box) => box.textContent)
        .join(''),
    );

const leavesOf = (boxes: readonly Element[]): Element[] => boxes.filter((box) => box.childElementCount === 0);

/** Whether the element keeps only the beginning of what was typed. */
function isCut(element: Element, text: string): boolean {
  const value = heldBy(typedInto(element));
  return value !== '' && value.length < text.length && text.startsWith(value);
}

/** Picks an option of a list, or sets what a browser has a picker for, as a person does with it. */
export function chooseValue(element: Element, value: string): Written {
  const picked = element as HTMLSelectElement | HTMLInputElement;
  if (!picked.isConnected || picked.matches(':disabled')) return 'gone';
  const wanted = picked instanceof HTMLSelectElement ? optionIn(picked, value) : value;
  if (wanted === undefined) return 'changed';
  // As the platform sets it: a framework that watches its fields notices only that.
  const { prototype } = picked instanceof HTMLSelectElement ? HTMLSelectElement : HTMLInputElement;
  Reflect.set(prototype, 'value', wanted, picked);
  picked.dispatchEvent(new Event('input', { bubbles: true }));
  picked.dispatchEvent(new Event('change', { bubbles: true }));
  return picked.value === wanted ? 'written' : 'changed';
}

const optionIn = ({ options }: HTMLSelectElement, value: string): string | undefined =>
  [...options].find((one) => one.value === value || one.label.trim() === value)?.value;

/**
 * Whether the element is still of the field's kind, or what the page has put in its place; if not, a password could end up in a field that shows
 * it.
 */
export const isSameKind = (one: Element, other: Element): boolean =>
  kindOf(one) === kindOf(other) || tookPlaceOf(one, other);

const kindOf = (element: Element): string =>
  [
    element.tagName,
    element.getAttribute('type'),
    element.getAttribute('name'),
    element.id,
    takerOf(element) !== null,
  ].join(' ');
