import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import { asksForSecret, takesTyping } from './keypad.js';
import type { Group } from './model.js';
import type { Scan } from './scan.js';

/** A higher one takes a text. In pixels. */
const MAX_LINE = 80;
/** Keys of a keypad: ten digits, and some to take one back or to send. */
const MIN_KEYS = 10;
const MAX_KEYS = 16;
/** Sides of a key, in pixels. */
const MIN_SIDE = 16;
const MAX_SIDE = 160;
/** Sides of a keypad that is one picture, in pixels. */
const MIN_PAD = 120;
const MAX_PAD = 640;

/** Whether a page asks for what is not typed into a field: on keys whose digits can't be read, or in a line that is no field. */
export const isUntypable = (scan: Scan, group: Group | null): boolean =>
  (group !== null && hasEditableLine(scan, group)) || hasUnreadableKeys(scan);

function hasEditableLine(scan: Scan, { container }: Group): boolean {
  const lines = '[contenteditable=""], [contenteditable=true], [contenteditable=plaintext-only]';
  return [...native(container, 'querySelectorAll')(lines)].some(
    (line) => scan.sight.isVisible(line as HTMLElement) && native(line, 'getBoundingClientRect')().height < MAX_LINE,
  );
}

/** Keys of one size without a word, or one picture of all: what they are can only be seen. */
function hasUnreadableKeys(scan: Scan): boolean {
  if (takesTyping(scan)) return false;
  const all = scan.roots.flatMap((root) => [...native(root, 'querySelectorAll')(WORDLESS)]).filter(isMute);
  const boxes = new Set(all.map((key) => boxAround(key, all)).filter((box) => box !== null));
  const pads = [
    ...boxes,
    ...scan.roots.flatMap((root) => [...native(root, 'querySelectorAll')('canvas, img[usemap]')].filter(isPad)),
  ];
  return pads.some((pad) => scan.sight.isVisible(pad) && asksForSecret(scan, pad) && isForForm(scan, pad));
}

const WORDLESS = 'button, [role=button], [onclick], input[type=button], input[type=image], img, canvas, svg';

/** A key without a letter or a digit, which a press is for. */
function isMute(element: Element): boolean {
  const named = ['aria-label', 'alt', 'title', 'value'].map((name) => native(element, 'getAttribute')(name) ?? '');
  if (/[\p{L}\p{N}]/u.test([native(element, 'textContent') ?? '', ...named].join(''))) return false;
  const { width, height } = native(element, 'getBoundingClientRect')();
  if (width < MIN_SIDE || height < MIN_SIDE || width > MAX_SIDE || height > MAX_SIDE) return false;
  return native(element, 'closest')('a[href]') === null && getComputedStyle(element).cursor !== 'none';
}

/** The element right around so many keys of its size. */
function boxAround(key: Element, all: readonly Element[]): Element | null {
  const sizeOf = (element: Element): string => {
    const { width, height } = native(element, 'getBoundingClientRect')();
    return `${Math.round(width / 4)}x${Math.round(height / 4)}`;
  };
  const alike = all.filter((other) => sizeOf(other) === sizeOf(key));
  for (const at of [...ancestors(key)].slice(1, 4)) {
    const inside = alike.filter((other) => native(at, 'contains')(other));
    if (inside.length > MAX_KEYS || native(at, 'matches')('body, html')) return null;
    if (inside.length >= MIN_KEYS) return at;
  }
  return null;
}

function isPad(element: Element): boolean {
  const { width, height } = native(element, 'getBoundingClientRect')();
  return [width, height].every((side) => side >= MIN_PAD && side <= MAX_PAD);
}

/** Not a picture that only stands on the same page: in the form, or beside a field that can't be typed into. */
function isForForm(scan: Scan, pad: Element): boolean {
  const form = native(pad, 'closest')('form');
  const typed = scan.fields.filter(({ visible, editable, element }) => visible && editable && element.form === form);
  if (typed.length > 1) return false;
  if (form === null)
    return scan.fields.length === 0 || scan.fields.some(({ visible, editable }) => visible && !editable);
  return native(form, 'querySelector')('input[type=hidden], input[readonly], input:disabled') !== null;
}
