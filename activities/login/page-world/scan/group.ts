import { native } from '../dom/native.js';
import { ancestors, composedParent } from '../dom/tree.js';
import { type Control, type Field, type Group, isNonEmpty, type NonEmpty } from './model.js';
import { providerOf } from './provider.js';
import type { Scan } from './scan.js';

/** How many levels a password looks upwards for the name that belongs to it. */
const CLIMB = 8;
const DIALOG = 'dialog, [role=dialog], [role=alertdialog], [aria-modal=true]';
const WHOLE_PAGE = 'body, html';
const IDENTIFYING = new Set(['username', 'email', 'phone', 'text']);

/**
 * Groups visible fields by the smallest box within their form that also holds a button. Usually that box is the form itself, but where
 * one form spans the whole page, its search box and its login are still two groups.
 */
export function groupsOf(scan: Scan): Group[] {
  const boxed = boxedFields(scan);
  const clusters = new Map<Element, NonEmpty<Field>>();
  for (const each of boxed) {
    const container = outermost(scan, each, boxed);
    const known = clusters.get(container);
    clusters.set(container, known === undefined ? [each.field] : [...known, each.field]);
  }
  return [...clusters].map(([container, fields]) => ({
    container,
    form: fields[0].element.form,
    fields,
    controls: scan.controls.filter((control) => belongs(scan, control, container)),
    choices: scan.choices.filter((choice) => scan.contains(container, choice.element)),
  }));
}

/** A field with the box that holds it and what belongs to it. */
interface Boxed {
  readonly field: Field;
  readonly box: Element;
}

function boxedFields(scan: Scan): Boxed[] {
  const visible = scan.fields.filter((field) => field.visible);
  const own = visible.map((field) => ({ field, box: boxOf(scan, field) }));
  const stray = own.filter(({ box }) => box === null).map(({ field }) => field);
  const common = isNonEmpty(stray) ? boxOfStray(scan, stray) : null;
  return own.map(({ field, box }) => {
    const known = box ?? common ?? field.element;
    return { field, box: field.type === 'password' ? withItsName(scan, field, known, visible) : known };
  });
}

function belongs(scan: Scan, control: Control, container: Element): boolean {
  const { element } = control;
  if ('form' in element && element.form === container) return true;
  return scan.contains(container, element);
}

/** The smallest box that also holds a button that sends; at most the form. Null where the page has no such box. */
function boxOf(scan: Scan, field: Field): Element | null {
  const { form } = field.element;
  for (const at of ancestors(field.element)) {
    // A field can belong to a form that it doesn't stand in (its `form` attribute).
    if (at === form || (form !== null && native(at, 'contains')(form))) return form;
    if (native(at, 'matches')(WHOLE_PAGE)) break;
    if (native(at, 'matches')(DIALOG) || native(at, 'matches')('[role=form]')) return at;
    if (scan.controls.some((control) => pressesOn(scan, control) && scan.contains(at, control.element))) return at;
  }
  return form;
}

/** Groups the fields without a form and a button, with the first button further out if there is one. */
function boxOfStray(scan: Scan, stray: NonEmpty<Field>): Element | null {
  const around = [...ancestors(stray[0].element)].filter((at) =>
    stray.every((field) => scan.contains(at, field.element)),
  );
  const withButton = around.find((at) =>
    scan.controls.some((control) => pressesOn(scan, control) && scan.contains(at, control.element)),
  );
  return withButton ?? around[1] ?? around[0] ?? null;
}

/** A button that could send what was typed; not an eye, not a cross, not a link in a text. */
function pressesOn(scan: Scan, control: Control): boolean {
  const { label, developer, link } = control;
  if (link || label === '' || control.element.closest('label') !== null) return false;
  if (providerOf(scan, control) !== null || scan.says('forgot', label)) return false;
  return !scan.says('showPassword', label) && !scan.names('showPassword', developer);
}

/** A password whose box holds no name yet takes in the next boxes upwards, as long as no other password comes with them. */
function withItsName(scan: Scan, password: Field, box: Element, visible: Field[]): Element {
  let at: Element | null = box;
  for (let level = 0; level < CLIMB && at !== null && !native(at, 'matches')(WHOLE_PAGE); level += 1) {
    const within = visible.filter((field) => scan.contains(at as Element, field.element));
    if (level > 0 && within.some((field) => field.type === 'password' && field !== password)) return box;
    if (within.some((field) => IDENTIFYING.has(field.purpose) && field.order < password.order)) return at;
    if (native(at, 'matches')(DIALOG) || at === password.element.form) return box;
    at = composedParent(at);
  }
  return box;
}

/** The largest box of the same form that the field stands in, so that nested boxes count as one group. */
function outermost(scan: Scan, { field, box }: Boxed, all: readonly Boxed[]): Element {
  let widest = box;
  for (const other of all) {
    if (other.field.element.form === field.element.form && scan.contains(other.box, widest)) widest = other.box;
  }
  return widest;
}
