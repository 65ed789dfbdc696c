import { getComputedStyle } from './builtins.js';
import { native } from './native.js';

/** Smaller ones are no field that a person could hit. */
const MIN_SIDE = 10;
/** How far up the tree what is drawn for a field may stand beside it. */
const REACH = 2;
const MAX_ELEMENTS = 80;
/** Differences that come of borders and rounding. */
const SLACK = 4;
const FIELDS = 'input, textarea, select, button, iframe, a';

/**
 * Whether a field that is transparent itself is what a click at its place hits, with boxes drawn for it over or under it: one input that
 * takes all characters of a code, with a box to show each.
 */
export function isDrawnByOthers(element: Element): boolean {
  if (!(element instanceof HTMLInputElement)) return false;
  if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
  const { left, top, width, height } = element.getBoundingClientRect();
  if (width < MIN_SIDE || height < MIN_SIDE || element.closest('[aria-hidden="true"], [inert]') !== null) return false;
  const root = native(element, 'getRootNode')() as Document | ShadowRoot;
  const isHit = native(root, 'elementFromPoint')(left + width / 2, top + height / 2) === element;
  return isHit && drawnFor(element).length > 0;
}

/** What is drawn at the place of a field, other than fields and buttons. */
export function drawnFor(element: Element): Element[] {
  const place = element.getBoundingClientRect();
  let around: Element | null = element;
  for (let level = 0; level < REACH && around !== null; level += 1) {
    around = native(around, 'parentElement');
    const inside = around === null ? [] : [...native(around, 'querySelectorAll')('*')].slice(0, MAX_ELEMENTS);
    const drawn = inside.filter((one) => one !== element && isWithin(one, place) && isDrawn(one));
    if (drawn.length > 0) return drawn.some((one) => one.matches(FIELDS)) ? [] : drawn;
  }
  return [];
}

function isWithin(element: Element, place: DOMRect): boolean {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  if (width < 2 || height < 2) return false;
  return (
    left >= place.left - SLACK &&
    right <= place.right + SLACK &&
    top >= place.top - SLACK &&
    bottom <= place.bottom + SLACK
  );
}

function isDrawn(element: Element): boolean {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  const { borderTopStyle, borderBottomStyle, backgroundColor, boxShadow, outlineStyle } = getComputedStyle(element);
  const lines = [borderTopStyle, borderBottomStyle, outlineStyle].some((style) => style !== 'none');
  return lines || boxShadow !== 'none' || !/^(?:transparent|rgba\(.*, 0\))$/.test(backgroundColor);
}
