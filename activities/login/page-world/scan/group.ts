import { plain } from '../dom/plain.js';
import { ancestors, composedParent } from '../dom/tree.js';
import { names, says } from '../words/words.js';
import type { Collected, Control, Field, Group } from './model.js';
import { providerOf } from './provider.js';
import { type Inside, rangeTest } from './range.js';

/** How many levels a password looks upwards for the name that belongs to it. */
const CLIMB = 8;
const DIALOG = 'dialog, [role=dialog], [role=alertdialog], [aria-modal=true]';
const WHOLE_PAGE = 'body, html';
const IDENTIFYING = new Set(['username', 'email', 'phone', 'text']);

/**
 * Puts visible fields together that belong together: by the smallest box that also holds a button, within their form.
 * Usually that box is the form; where one form spans the whole page, its search box and its login are still two groups.
 */
export function groupsOf(page: Collected): Group[] {
  const inside = rangeTest(page);
  const visible = page.fields.filter((field) => field.visible);
  const boxes = new Map<Field, Element>();
  const stray: Field[] = [];
  for (const field of visible) {
    const box = boxOf(field, page, inside);
    if (box === null) stray.push(field);
    else boxes.set(field, box);
  }
  for (const field of stray) boxes.set(field, boxOfStray(stray, page, inside));
  for (const field of visible) {
    if (field.type === 'password') boxes.set(field, withItsName(field, boxes.get(field)!, visible, inside));
  }
  const clusters = new Map<Element, Field[]>();
  for (const field of visible) {
    const container = outermost(field, boxes, inside);
    clusters.set(container, [...(clusters.get(container) ?? []), field]);
  }
  return [...clusters].map(([container, fields]) => ({
    container,
    form: fields[0]?.element.form ?? null,
    fields,
    controls: page.controls.filter((control) => belongs(control, container, inside)),
    choices: page.choices.filter((choice) => inside(container, choice.element)),
  }));
}

function belongs(control: Control, container: Element, inside: Inside): boolean {
  const { element } = control;
  if ('form' in element && element.form === container) return true;
  return inside(container, element);
}

/** The smallest box that also holds a button that sends; at most the form. Null where the page has no such box. */
function boxOf(field: Field, page: Collected, inside: Inside): Element | null {
  const { form } = field.element;
  for (const at of ancestors(field.element)) {
    // A field can belong to a form that it doesn't stand in (its `form` attribute).
    if (at === form || (form !== null && plain(at, 'contains')(form))) return form;
    if (plain(at, 'matches')(WHOLE_PAGE)) break;
    if (plain(at, 'matches')(DIALOG) || plain(at, 'matches')('[role=form]')) return at;
    if (page.controls.some((control) => pressesOn(control) && inside(at, control.element))) return at;
  }
  return form;
}

/** Fields that stand about without form and button: together, with the first button further out if there is one. */
function boxOfStray(stray: Field[], page: Collected, inside: Inside): Element {
  const around = [...ancestors(stray[0]!.element)].filter((at) => stray.every((field) => inside(at, field.element)));
  const withButton = around.find((at) =>
    page.controls.some((control) => pressesOn(control) && inside(at, control.element)),
  );
  return withButton ?? around[1] ?? around[0]!;
}

/** A button that could send what was typed; not an eye, not a cross, not a link in a text. */
function pressesOn(control: Control): boolean {
  const { label, developer, link } = control;
  if (link || label === '' || control.element.closest('label') !== null) return false;
  if (providerOf(control) !== null || says('forgot', label)) return false;
  return !says('showPassword', label) && !names('showPassword', developer);
}

/** A password whose box holds no name yet takes in the next boxes upwards, as long as no other password comes with them. */
function withItsName(password: Field, box: Element, visible: Field[], inside: Inside): Element {
  let at: Element | null = box;
  for (let level = 0; level < CLIMB && at !== null && !plain(at, 'matches')(WHOLE_PAGE); level += 1) {
    const within = visible.filter((field) => inside(at as Element, field.element));
    if (level > 0 && within.some((field) => field.type === 'password' && field !== password)) return box;
    if (within.some((field) => IDENTIFYING.has(field.purpose) && field.order < password.order)) return at;
    if (plain(at, 'matches')(DIALOG) || at === password.element.form) return box;
    at = composedParent(at);
  }
  return box;
}

/** The largest box of the same form that the field stands in, so that nested boxes count as one group. */
function outermost(field: Field, boxes: ReadonlyMap<Field, Element>, inside: Inside): Element {
  let widest = boxes.get(field)!;
  for (const [other, box] of boxes) {
    if (other.element.form === field.element.form && inside(box, widest)) widest = box;
  }
  return widest;
}
