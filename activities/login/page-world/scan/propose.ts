import { native } from '../dom/native.js';
import { ancestors, holds } from '../dom/tree.js';
import type { ProposedField, ProposedForm, SelectorPath } from '../proposal.js';
import type { FieldRole, FormClass } from '../view.js';
import { charactersOf } from './characters.js';
import { controlLabelOf } from './collect.js';
import type { CompleteForm } from './complete-form.js';
import { isSecret, isTyped } from './kinds.js';
import { type Control, type Field, type Group, isNonEmpty, type NonEmpty } from './model.js';
import type { Scan } from './scan.js';
import { submitOf } from './submit.js';

/**
 * The proposal that describes this page; null where none does. Of several, one that has something left to fill comes first, then the
 * one with most fields, so that a form that grew is not taken for what it was.
 */
export function proposed(scan: Scan, forms: readonly ProposedForm[]): CompleteForm | null {
  const found = forms.map((form) => findForm(scan, form)).filter((form) => form !== null);
  const rank = ({ group: { fields } }: CompleteForm): number =>
    fields.length + (fields.some(({ element }) => element.value === '') ? 100 : 0);
  return found.reduce<CompleteForm | null>(
    (best, form) => (best === null || rank(form) > rank(best) ? form : best),
    null,
  );
}

function findForm(scan: Scan, form: ProposedForm): CompleteForm | null {
  const container = form.container === null ? null : theOne(scan, form.container, null);
  if (form.container !== null && container === null) return null;
  const fields = new Map<Field, ProposedField>();
  let otp: Field[] = [];
  for (const field of form.fields) {
    const found = fieldsOf(scan, field, container);
    if (found === null || found.some((one) => fields.has(one))) return null;
    for (const one of found) fields.set(one, field);
    if (field.role === 'otp') otp = found;
  }
  const inOrder = [...fields.keys()].sort((a, b) => a.order - b.order);
  if (!isNonEmpty(inOrder)) return null;
  const group = groupOf(scan, inOrder, container);
  if (setsPassword(scan, group)) return null;
  const pressed = form.submit === null ? null : theOne(scan, form.submit, container);
  if (form.submit !== null && pressed === null) return null;
  const submit = pressed === null ? submitOf(scan, group) : controlAt(scan, pressed);
  const by = (role: FieldRole): Field | null => group.fields.find((field) => fields.get(field)?.role === role) ?? null;
  return {
    group,
    submit,
    parts: {
      class: classOf(form),
      identifier: by('identifier'),
      password: by('password'),
      otp,
      roles: new Map([...fields].map(([field, { role }]) => [field, role])),
      names: new Map([...fields].map(([field, { name }]) => [field, name])),
    },
  };
}

function classOf({ fields }: ProposedForm): FormClass {
  const asks = (role: FieldRole): boolean => fields.some((field) => field.role === role);
  if (asks('otp') && !asks('password')) return 'otp';
  if (asks('password')) return asks('identifier') ? 'login' : 'password';
  return asks('identifier') ? 'identifier' : 'login';
}

/** The field's elements by its first alternative that leads to exactly one usable field for each of its boxes. */
function fieldsOf(scan: Scan, { role, at }: ProposedField, container: Element | null): Field[] | null {
  for (const alternative of at) {
    const found = alternative.map((path) => {
      const element = theOne(scan, [path], container);
      return scan.fields.find((field) => field.element === element);
    });
    if (found.every((field): field is Field => field !== undefined && fits(role, field))) return found;
  }
  return null;
}

/** A proposal may be wrong: a password may go into a password field only, and nothing into a search box. */
function fits(role: FieldRole, field: Field): boolean {
  const { type, editable, element } = field;
  if (!editable || type === 'search' || element.getAttribute('role') === 'searchbox') return false;
  if (role === 'password') return type === 'password';
  if (role === 'otp') return isTyped(field) ? type !== 'email' && type !== 'url' : type === 'password';
  return role === 'custom' || isTyped(field);
}

/** No stored password may go into a form that sets or changes one, whatever the proposal says. */
function setsPassword(scan: Scan, { fields }: Group): boolean {
  if (!fields.some((field) => field.type === 'password' && isSecret(field))) return false;
  const { form } = fields[0].element;
  const others = scan.fields.filter(
    (field) => field.visible && field.type === 'password' && field.element.form === form && !fields.includes(field),
  );
  return [...fields, ...others].some(({ purpose }) => purpose === 'confirmPassword') || others.some(setsNew);
}

const setsNew = ({ purpose }: Field): boolean => purpose === 'newPassword';

function groupOf(scan: Scan, fields: NonEmpty<Field>, container: Element | null): Group {
  const first = fields[0].element;
  const around = [...ancestors(first)].find((at) => fields.every(({ element }) => holds(at, element)));
  const box = container ?? first.form ?? around ?? first;
  const within = ({ element }: { element: Element }): boolean => holds(box, element);
  return {
    container: box,
    form: first.form,
    fields,
    controls: scan.controls.filter(within),
    choices: scan.choices.filter(within),
    characters: charactersOf(scan, box, fields),
  };
}

/** The element to press. It need not look like a button. */
function controlAt(scan: Scan, element: HTMLElement): Control {
  const known = scan.controls.find((control) => control.element === element);
  const order = scan.orderOf(element);
  const rest = { developer: '', submits: false, link: false, href: '', disabled: false };
  return known ?? { element, order, label: controlLabelOf(element), ...rest };
}

/** The one visible element of the first alternative that has exactly one. */
function theOne(scan: Scan, alternatives: readonly SelectorPath[], container: Element | null): HTMLElement | null {
  for (const path of alternatives) {
    const found = all(scan, path).filter(
      (element) => (container === null || holds(container, element)) && scan.sight.isVisible(element),
    );
    if (found.length === 1 && found[0] instanceof HTMLElement) return found[0];
  }
  return null;
}

/** All elements that a selector finds in the document and its open shadow roots. */
function all(scan: Scan, [first, ...rest]: SelectorPath): Element[] {
  const find = (selector: string): Element[] => scan.roots.flatMap((root) => query(root, selector));
  let found = first === undefined ? [] : find(first);
  for (const selector of rest) {
    const hosts = found;
    found = find(selector).filter((element) => hosts.some((host) => isInShadowOf(host, element)));
  }
  return found;
}

const isInShadowOf = (host: Element, element: Element): boolean =>
  host.getRootNode() !== element.getRootNode() && holds(host, element);

function query(root: Document | ShadowRoot, selector: string): Element[] {
  try {
    return [...native(root, 'querySelectorAll')(selector)];
  } catch {
    // An invalid selector finds nothing.
    return [];
  }
}
