import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { ancestors, composedParent } from '../dom/tree.js';
import { charactersOf } from './characters.js';
import { isTyped } from './kinds.js';
import { settleNumber } from './login-name.js';
import { settlePins } from './masked.js';
import { type Control, type Field, type Group, isNonEmpty, type NonEmpty } from './model.js';
import { couldSend, goesOn } from './press.js';
import { settleAnswer } from './question.js';
import type { Scan } from './scan.js';
import { switchesLanguage } from './settings.js';
import { splitForms } from './split.js';
import { surroundingsOf } from './surroundings.js';

/** How many levels a password looks upwards for the name that belongs to it. */
const CLIMB = 8;
const TEXT_LIMIT = 3000;
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
  const forms = new Map(boxed.map(({ field, form }) => [field, form]));
  const found = [...clusters].map(([container, fields]) => ({
    container,
    form: forms.get(fields[0]) ?? null,
    fields,
    controls: scan.controls.filter((control) => belongs(scan, control, container)),
    choices: scan.choices.filter((choice) => scan.contains(container, choice.element)),
    characters: charactersOf(scan, container, fields),
  }));
  const groups = found.flatMap((group) => splitForms(scan, group));
  for (const { fields } of groups) settleNumber(fields);
  for (const group of groups) settlePins(scan, group, () => readText(surroundingsOf(scan, group), TEXT_LIMIT));
  for (const group of groups) settleAnswer(scan, group);
  return groups;
}

/** A field with the box that holds it and what belongs to it. */
interface Boxed {
  readonly field: Field;
  readonly box: Element;
  /** Its form; null where that is no box of its own. */
  readonly form: HTMLFormElement | null;
}

function boxedFields(scan: Scan): Boxed[] {
  const visible = scan.fields.filter((field) => field.visible && !switchesLanguage(scan, field));
  const could = scan.controls.filter((control) => couldSend(scan, control));
  const senders = could.filter((control) => !standsBefore(scan, control, could, visible));
  const halves = halvesOf(scan, visible, senders);
  const own = visible.map((field) => {
    const form = halves.has(field) ? null : field.element.form;
    const near = senders.filter((one) => !sendsOthers(field, one, visible) && !isApart(scan, field, one));
    const box = standsApart(field, visible) ? boxOfSearch(scan, field, visible) : boxOf(scan, field, form, near);
    return { field, form, box };
  });
  const stray = own.filter(({ box }) => box === null).map(({ field }) => field);
  const boxed = own.filter(({ box }) => box !== null).map(({ field }) => field);
  const common = isNonEmpty(stray)
    ? boxOfStray(scan, { stray, boxed, senders: senders.filter((one) => !isApart(scan, stray[0], one)) })
    : null;
  return own.map(({ field, form, box }) => {
    const known = box ?? common ?? field.element;
    return { field, form, box: field.type === 'password' ? withItsName(scan, { field, form }, known, visible) : known };
  });
}

/**
 * A button that sends no form and says nothing known, where the button of its form follows it: it opens something, as a keyboard on the screen. Between the two
 * stands at most a password.
 */
function standsBefore(
  scan: Scan,
  { element, order, submits, label }: Control,
  senders: readonly Control[],
  visible: readonly Field[],
): boolean {
  if (submits || !(element instanceof HTMLButtonElement) || element.form === null || goesOn(scan, label)) return false;
  const next = senders.find(
    (other) => other.order > order && other.submits && native(other.element, 'closest')('form') === element.form,
  );
  if (next === undefined || !goesOn(scan, next.label) || scan.says('signup', next.label)) return false;
  return !visible.some((field) => field.order > order && field.order < next.order && field.type !== 'password');
}

/** The button of a form with fields of its own sends those, and none that stands outside of it: a sign-up beside a login that is in no form. */
function sendsOthers({ element: { form } }: Field, { element }: Control, visible: readonly Field[]): boolean {
  const other = native(element, 'closest')<HTMLFormElement>('form');
  return form === null && other !== null && visible.some((field) => field.element.form === other);
}

/** A button that hangs over the page in a box of its own, and does not say that it goes on: a chat, a banner. */
const isApart = (scan: Scan, { element }: Field, { element: button, label }: Control): boolean =>
  !goesOn(scan, label) &&
  [...ancestors(button)].some((at) => !scan.contains(at, element) && getComputedStyle(at).position === 'fixed');

/** A name and the password after it that have a form each and no button in them: one login, which a button further out sends. */
function halvesOf(scan: Scan, visible: readonly Field[], senders: readonly Control[]): ReadonlySet<Field> {
  const isHalf = ({ element: { form } }: Field): boolean =>
    form !== null &&
    visible.filter(({ element }) => element.form === form).length === 1 &&
    !senders.some(({ element }) => scan.contains(form, element));
  const halves = new Set<Field>();
  for (const [at, password] of visible.entries()) {
    const name = visible[at - 1];
    if (password.type !== 'password' || name === undefined || !IDENTIFYING.has(name.purpose)) continue;
    if (name.type !== 'password' && isHalf(name) && isHalf(password)) halves.add(name).add(password);
  }
  return halves;
}

/** A search box beside other fields; one that is alone with a password is a name, whatever its type. */
function standsApart(field: Field, visible: readonly Field[]): boolean {
  if (field.purpose !== 'search') return false;
  const beside = visible.filter((other) => other !== field && other.element.form === field.element.form);
  return beside.some((other) => isTyped(other) && other.purpose !== 'search');
}

/** The largest box of a search that holds no other field. */
function boxOfSearch(scan: Scan, field: Field, visible: readonly Field[]): Element {
  const { form } = field.element;
  const around = [...ancestors(field.element)].filter(
    (at) => !visible.some((other) => other !== field && scan.contains(at, other.element)),
  );
  return around.filter((at) => form === null || native(form, 'contains')(at)).at(-1) ?? field.element;
}

function belongs(scan: Scan, control: Control, container: Element): boolean {
  const { element } = control;
  if ('form' in element && element.form === container) return true;
  return scan.contains(container, element);
}

/** The smallest box that also holds a button that sends; at most the form. Null where the page has no such box. */
function boxOf(scan: Scan, field: Field, form: HTMLFormElement | null, senders: readonly Control[]): Element | null {
  for (const at of ancestors(field.element)) {
    // A field can belong to a form that it doesn't stand in (its `form` attribute).
    if (at === form || (form !== null && native(at, 'contains')(form))) return form;
    if (native(at, 'matches')(WHOLE_PAGE)) break;
    if (native(at, 'matches')(DIALOG) || native(at, 'matches')('[role=form]')) return at;
    if (senders.some(({ element }) => scan.contains(at, element))) return at;
  }
  return form;
}

/** Groups the fields without a form and a button, with the first button further out if there is one, and without fields that have their own. */
function boxOfStray(
  scan: Scan,
  {
    stray,
    boxed,
    senders,
  }: { readonly stray: NonEmpty<Field>; readonly boxed: readonly Field[]; readonly senders: readonly Control[] },
): Element | null {
  const around = [...ancestors(stray[0].element)].filter(
    (at) =>
      stray.every((field) => scan.contains(at, field.element)) &&
      !boxed.some((field) => scan.contains(at, field.element)),
  );
  const withButton = around.find((at) => senders.some(({ element }) => scan.contains(at, element)));
  return withButton ?? around[1] ?? around[0] ?? null;
}

/** A password whose box holds no name yet takes in the next boxes upwards, as long as no other password comes with them. */
function withItsName(
  scan: Scan,
  { field: password, form }: Pick<Boxed, 'field' | 'form'>,
  box: Element,
  visible: Field[],
): Element {
  let at: Element | null = box;
  for (let level = 0; level < CLIMB && at !== null && !native(at, 'matches')(WHOLE_PAGE); level += 1) {
    const within = visible.filter((field) => scan.contains(at as Element, field.element));
    if (level > 0 && within.some((field) => field.type === 'password' && field !== password)) return box;
    if (within.some((field) => IDENTIFYING.has(field.purpose) && field.order < password.order)) return at;
    if (native(at, 'matches')(DIALOG) || (form !== null && at === form)) return box;
    at = composedParent(at);
  }
  return box;
}

/** The largest box of the same form that the field stands in, so that nested boxes count as one group. */
function outermost(scan: Scan, { field, box, form }: Boxed, all: readonly Boxed[]): Element {
  let widest = box;
  if (field.purpose === 'search' && !holdsOthers(scan, field, box, all)) return box;
  for (const other of all) {
    if (other.form === form && scan.contains(other.box, widest)) widest = other.box;
  }
  return widest;
}

const holdsOthers = (scan: Scan, field: Field, box: Element, all: readonly Boxed[]): boolean =>
  all.some((other) => other.field !== field && scan.contains(box, other.field.element));
