import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import { isCovered } from '../dom/visibility.js';
import type { Group } from './model.js';
import type { Scan } from './scan.js';
import { floats } from './surroundings.js';

/**
 * Whether fields stand in a modal dialog: one of HTML (section 4.11.4), one that says so (WAI-ARIA 1.2, aria-modal), or whatever is laid over all that could be
 * pressed elsewhere, as drawers are.
 */
export function isModal(scan: Scan, { container, fields }: Group): boolean {
  const around = [...ancestors(container)];
  if (around.some((at) => native(at, 'matches')('[aria-modal="true" i], dialog:modal'))) return true;
  const laid = around.findLast(floats);
  if (laid === undefined || fields.some(({ element }) => isCovered(element))) return false;
  const others = scan.controls.filter(({ element }) => !scan.contains(laid, element) && isOnScreen(element));
  return others.length > 0 && others.every(({ element }) => isCovered(element));
}

/** Only of what is on the screen can be said what lies over it. */
function isOnScreen(element: Element): boolean {
  const { left, top, width, height } = native(element, 'getBoundingClientRect')();
  const [x, y] = [left + width / 2, top + height / 2];
  return x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
}
