import type { Collected, Control, Field, Group } from './model.js';
import { ancestors, composedParent } from './tree.js';
import { names, says } from './words.js';

/** How many levels a password looks upwards for the name that belongs to it. */
const CLIMB = 8;
const DIALOG = 'dialog, [role=dialog], [role=alertdialog], [aria-modal=true]';
const IDENTIFYING = new Set(['username', 'email', 'phone', 'text']);

/** Puts visible fields together that belong together: by their form, else by the smallest box that also holds a button. */
export function groupsOf(page: Collected): Group[] {
  const inside = rangeTest(page);
  const visible = page.fields.filter((field) => field.visible);
  const clusters = new Map<Element, Field[]>();
  const put = (container: Element, field: Field) =>
    clusters.set(container, [...(clusters.get(container) ?? []), field]);

  for (const field of visible) {
    if (field.element.form !== null) put(field.element.form, field);
  }
  const formless = visible.filter((field) => field.element.form === null);
  const boxes = new Map(formless.map((field) => [field, boxOf(field, page, inside)] as const));
  for (const field of formless) {
    if (field.type === 'password') boxes.set(field, withItsName(field, boxes.get(field)!, formless, inside));
  }
  for (const field of formless) put(outermost(boxes.get(field)!, [...boxes.values()], field, inside), field);

  return [...clusters].map(([container, fields]) => ({
    container,
    form: container instanceof HTMLFormElement ? container : null,
    fields,
    controls: page.controls.filter((control) => belongs(control, container, inside)),
    choices: page.choices.filter((choice) => inside(container, choice.element)),
  }));
}

type Inside = (outer: Element, inner: Element) => boolean;

/** Containment by position in the walk: constant time, and true across shadow roots. */
export function rangeTest(page: Collected): Inside {
  return (outer, inner) => {
    const at = page.orderOf.get(inner) ?? -1;
    return at >= (page.orderOf.get(outer) ?? Infinity) && at <= (page.endOf.get(outer) ?? -1);
  };
}

function belongs(control: Control, container: Element, inside: Inside): boolean {
  const { element } = control;
  if ('form' in element && element.form === container) return true;
  return inside(container, element);
}

function boxOf(field: Field, page: Collected, inside: Inside): Element {
  let last: Element = field.element;
  for (const at of ancestors(field.element)) {
    if (at === field.element) continue;
    last = at;
    if (at.matches(DIALOG) || at.matches('[role=form]')) return at;
    if (page.controls.some((control) => pressesOn(control) && inside(at, control.element))) return at;
  }
  return last;
}

/** A button that could send what was typed; not an eye, not a cross, not a link in a text. */
function pressesOn(control: Control): boolean {
  if (control.link || control.label === '') return false;
  return !says('showPassword', control.label) && !names('showPassword', control.developer);
}

/** A password whose box holds no name yet takes in the next boxes upwards, as long as no other password comes with them. */
function withItsName(password: Field, box: Element, formless: Field[], inside: Inside): Element {
  let at: Element | null = box;
  for (let level = 0; level < CLIMB && at !== null; level += 1) {
    const within = formless.filter((field) => inside(at as Element, field.element));
    if (within.some((field) => field.type === 'password' && field !== password) && level > 0) return box;
    if (within.some((field) => IDENTIFYING.has(field.purpose) && field.order < password.order)) return at;
    if (at.matches(DIALOG)) return box;
    at = composedParent(at);
  }
  return box;
}

/** The largest box of those that hold the field, so that nested boxes count as one group. */
function outermost(own: Element, boxes: Element[], field: Field, inside: Inside): Element {
  let widest = own;
  for (const box of boxes) {
    if (inside(box, widest) && inside(box, field.element)) widest = box;
  }
  return widest;
}
