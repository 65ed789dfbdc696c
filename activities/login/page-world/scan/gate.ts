import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { pinOf } from '../dom/pins.js';
import { readText } from '../dom/read-text.js';
import { composedParent } from '../dom/tree.js';
import { isCovered } from '../dom/visibility.js';
import type { Gate } from '../view.js';
import { oneLine } from '../words/text.js';
import type { Field, Group } from './model.js';
import type { Scan } from './scan.js';

const MAX_TEXT = 300;
const MAX_OPTIONS = 8;

/** What lies over all fields of a form: its words, and what can be pressed there. Null where nothing does. */
export function gateOf(scan: Scan, { fields }: Group): Gate | null {
  const [first] = fields;
  const isBehind = ({ element }: Field): boolean => isCovered(element) || isBehindModal(element);
  if (!fields.every(isBehind)) return null;
  const cover = coverOf(first.element);
  if (cover === null || cover.tagName === 'IFRAME') return null;
  const inside = scan.controls.filter(({ element, label }) => label !== '' && scan.contains(cover, element));
  return {
    text: oneLine(readText(cover, MAX_TEXT), MAX_TEXT),
    pins: inside.slice(0, MAX_OPTIONS).map(({ element }) => pinOf(element)),
  };
}

/** Whatever its size, nothing can be reached beside an open modal dialog (HTML Standard, section 6.6.1). */
const isBehindModal = (element: Element): boolean => element.closest('dialog') === null && modal() !== null;

const modal = (): Element | null => native(document, 'querySelector')('dialog:modal');

/** What lies over a field: where that is nothing but a backdrop, the box over it. */
function coverOf(field: Element): Element | null {
  const cover = widestOver(field);
  return cover === null || native(cover, 'localName') === 'iframe' || readText(cover, 1) !== ''
    ? cover
    : (boxOver(cover) ?? cover);
}

/** The box beside a backdrop that stands out of the page as well, and which nothing lies over. */
function boxOver(backdrop: Element): Element | null {
  const parent = composedParent(backdrop);
  const beside = parent === null ? [] : [...native(parent, 'children')].filter((one) => one !== backdrop);
  return beside.find((one) => standsOut(one) && readText(one, 1) !== '' && !isCovered(one)) ?? null;
}

const OUT_OF_FLOW: ReadonlySet<string> = new Set(['fixed', 'absolute']);
const standsOut = (element: Element): boolean => OUT_OF_FLOW.has(getComputedStyle(element).position);

/** The widest element at the middle of the field that the field does not stand in. */
function widestOver(field: Element): Element | null {
  const { left, top, width, height } = native(field, 'getBoundingClientRect')();
  let cover = isBehindModal(field) ? modal() : native(document, 'elementFromPoint')(left + width / 2, top + height / 2);
  for (let at = cover; at !== null && !native(at, 'contains')(field); at = composedParent(at)) cover = at;
  return cover;
}
