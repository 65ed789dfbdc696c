import type { NamedElement } from '../agent.js';
import { inOrder, keysIn, noteDigits } from '../dom/keypad.js';
import { native } from '../dom/native.js';
import { pinOf } from '../dom/pins.js';
import { ancestors } from '../dom/tree.js';
import { hash } from '../words/text.js';
import { find } from './find.js';
import { notePlace } from './point.js';

/** How many levels above the keys show what was pressed. */
const REACH = 4;

const isShown = (element: Element): boolean =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

/** What the page showed as the keys were read last. */
let before = '';

/**
 * The keys of a keypad as they are now.
 * @returns their pins in the order of their digits; null where the page shows no ten keys that can be read
 */
export function readKeypad(named: NamedElement): string[] | null {
  const box = find(named);
  const keys = box === null ? null : inOrder(keysIn(box, isShown));
  if (box === null || keys === null) return null;
  noteDigits(keys);
  for (const key of keys) notePlace(key);
  before = stateAround(box);
  return keys.map(pinOf);
}

/** Whether anything around the keys is different since they were read. */
export function keypadChanged(named: NamedElement): boolean {
  const box = find(named);
  return box === null || stateAround(box) !== before;
}

/** What shows how much was pressed: dots, a field, the keys themselves. It never leaves the page. */
function stateAround(box: Element): string {
  const near = [...ancestors(box)].slice(0, REACH).filter((at) => !native(at, 'matches')('html'));
  const widest = native(box, 'closest')('form') ?? near.at(-1) ?? box;
  const values = [...native(widest, 'querySelectorAll')('input')].map((input) => input.value.length);
  return hash(`${native(widest, 'innerHTML')} ${values} ${textsIn(box)}`);
}

/** Markup leaves shadow roots out. */
const textsIn = (box: Element): string => {
  const root = native(box, 'getRootNode')();
  return root instanceof ShadowRoot ? native(root, 'innerHTML') : '';
};
