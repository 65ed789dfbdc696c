import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import { isCovered } from '../dom/visibility.js';
import { leadsAway } from './buttons.js';
import type { Group } from './model.js';
import type { Scan } from './scan.js';
import { floats } from './surroundings.js';

/**
 * Whether fields stand in a modal dialog: one of HTML (section 4.11.4), one that says so (WAI-ARIA 1.2, aria-modal), or whatever is laid over all that could be
 * pressed elsewhere, as drawers are.
 */
export function isModal(scan: Scan, { container, fields }: Group): boolean {
  const around = [...ancestors(container)];
  if (around.some((at) => native(at, 'matches')(SAYS_SO))) return true;
  const laid = around.findLast(floats);
  if (laid === undefined || fields.some(({ element }) => isCovered(element))) return false;
  const others = scan.controls.filter(({ element }) => !scan.contains(laid, element) && isOnScreen(element));
  return others.length > 0 && others.every(({ element }) => isCovered(element));
}

const SAYS_SO = '[aria-modal="true" i], dialog:modal';

/**
 * The modal dialog that stands over the page and can be answered; null where none does, or one that is only about cookies. Of several the last one stands on top.
 * @param banners boxes about cookies
 */
export function openModal(scan: Scan, banners: readonly Element[]): Element | null {
  const holdsControl = (dialog: Element): boolean =>
    scan.controls.some(({ element }) => scan.contains(dialog, element));
  const open = scan.roots
    .flatMap((root) => [...native(root, 'querySelectorAll')<HTMLElement>(SAYS_SO)])
    .filter((dialog) => scan.sight.isVisible(dialog) && holdsControl(dialog));
  const isBanner = (dialog: Element): boolean =>
    banners.some((banner) => scan.contains(dialog, banner) || scan.contains(banner, dialog));
  return open.findLast((dialog) => !isBanner(dialog)) ?? null;
}

/** Whether an element can't be reached while a dialog is open (HTML Standard, section 6.6.1). Those that only say that they are modal may leave it open. */
export const isInertBehind = (scan: Scan, dialog: Element | null, element: Element): boolean =>
  dialog !== null && native(dialog, 'matches')('dialog:modal') && !scan.contains(dialog, element);

/** Whether a dialog asks to choose one of several answers, none of which is chosen yet, and leaves no way around that. */
export function hasToBeAnswered(scan: Scan, dialog: Element): boolean {
  const drawn = [...native(dialog, 'querySelectorAll')<HTMLElement>('[role=radio]')];
  const isChosen = (element: Element): boolean => native(element, 'matches')(':checked, [aria-checked=true]');
  const answers = [
    ...scan.choices.filter(({ element }) => element.type === 'radio' && scan.contains(dialog, element)),
    ...drawn.map((element) => ({ element })),
  ];
  if (answers.length < 2 || answers.some(({ element }) => isChosen(element))) return false;
  const inside = scan.controls.filter(({ element }) => scan.contains(dialog, element));
  return inside.every(({ label }) => label !== '' && !leadsAway(scan, label));
}

/** Only of what is on the screen can be said what lies over it. */
function isOnScreen(element: Element): boolean {
  const { left, top, width, height } = native(element, 'getBoundingClientRect')();
  const [x, y] = [left + width / 2, top + height / 2];
  return x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
}
