import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import type { FieldMark } from '../view.js';
import type { Field, Group } from './model.js';
import type { Scan } from './scan.js';

/** A form with more fields is hardly a login: there the fields themselves have to do. */
const MANY = 12;
/** How far out a box around one field still is the field's own. */
const REACH = 4;
/** Parts of names that say that something is wrong. Angular's `ng-invalid` also says that a field is still empty. */
const WRONG = /^(?:errors?|errored|invalid|danger|fail(?:ed|ure)?|wrong|incorrect|rejected|shake|bad)$/i;
const STATES = 'data-invalid data-error data-state data-status data-validity'.split(' ');
const SIGNS = '[class*=error i], [class*=invalid i], [class*=danger i]';

/** By what a page marks a field as wrong, apart from words. Some are there from the start: what came since counts. */
export function marksOf(scan: Scan, { container, fields }: Group, { element }: Field): FieldMark[] {
  const marks: FieldMark[] = [];
  if ((native(element, 'getAttribute')('aria-invalid') ?? 'false') !== 'false') marks.push('aria_invalid');
  if (native(element, 'matches')(':user-invalid')) marks.push('user_invalid');
  const boxes = fields.length > MANY ? [element] : boxesOf(scan, container, element);
  if (boxes.some(isRed)) marks.push('red');
  if ([...boxes, container].some(isCalledWrong) || boxes.some((box) => box !== element && holdsSign(scan, box)))
    marks.push('error_class');
  return marks;
}

/** The field and the boxes around it that hold no other one. */
function boxesOf(scan: Scan, container: Element, element: Element): Element[] {
  const others = scan.fields.filter((field) => field.visible && field.element !== element);
  const boxes: Element[] = [];
  for (const at of ancestors(element)) {
    const isOwn = at === element || (at !== container && !others.some((other) => scan.contains(at, other.element)));
    if (!isOwn || boxes.length > REACH) break;
    boxes.push(at);
  }
  return boxes;
}

const namesOf = (element: Element): string[] =>
  (native(element, 'getAttribute')('class') ?? '')
    .split(/\s+/)
    .filter((name) => !name.startsWith('ng-'))
    .flatMap((name) => name.replace(/([a-z])([A-Z])/g, '$1-$2').split(/[-_]+/));

const isCalledWrong = (element: Element): boolean =>
  namesOf(element).some((name) => WRONG.test(name)) ||
  STATES.some((name) => /^(?:invalid|error|true|)$/.test(native(element, 'getAttribute')(name) ?? 'none'));

/** An icon beside the field; words are read elsewhere. */
const holdsSign = (scan: Scan, box: Element): boolean =>
  [...native(box, 'querySelectorAll')(SIGNS)].some((sign) => scan.sight.isVisible(sign));

/** Whether it has a red border. Whatever has the focus may be drawn in the colour of the site. */
function isRed(element: Element): boolean {
  if (native(element, 'matches')(':focus, :focus-within')) return false;
  const style = getComputedStyle(element);
  const sides = ['Top', 'Right', 'Bottom', 'Left'] as const;
  const borders = sides
    .filter((side) => style[`border${side}Style`] !== 'none' && Number.parseFloat(style[`border${side}Width`]) > 0)
    .map((side) => style[`border${side}Color`]);
  const outline = style.outlineStyle === 'none' ? [] : [style.outlineColor];
  const shadows = style.boxShadow === 'none' ? [] : (style.boxShadow.match(/rgba?\([^)]*\)/g) ?? []);
  return [...borders, ...outline, ...shadows].some(isRedColour);
}

function isRedColour(colour: string): boolean {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return alpha > 0.2 && red >= 130 && red - Math.max(green, blue) >= 60 && green < 140;
}
