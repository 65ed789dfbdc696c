import { plain } from '../dom/plain.js';
import { ancestors, holds, openRoots } from '../dom/tree.js';
import { isVisible } from '../dom/visibility.js';
import type { ProposedField, ProposedForm, SelectorPath } from '../proposal.js';
import type { FieldRole, FormClass } from '../view.js';
import { controlLabelOf } from './collect.js';
import { isSecret, isTyped } from './kinds.js';
import type { Collected, Control, Field, Group } from './model.js';
import type { Cast } from './roles.js';
import { submitOf } from './submit.js';

/** A proposed form as it stands on the page. */
export interface Found {
  group: Group;
  parts: Cast;
  submit: Control | null;
}

/**
 * The proposal that describes this page; null where none does. Of several, one that has something left to fill comes first, then the
 * one with most fields, so that a form that grew is not taken for what it was.
 */
export function proposed(forms: readonly ProposedForm[], page: Collected): Found | null {
  const found = forms.map((form) => findForm(form, page)).filter((form) => form !== null);
  const rank = ({ group: { fields } }: Found): number =>
    fields.length + (fields.some(({ element }) => element.value === '') ? 100 : 0);
  return found.reduce<Found | null>((best, form) => (best === null || rank(form) > rank(best) ? form : best), null);
}

function findForm(form: ProposedForm, page: Collected): Found | null {
  const container = form.container === null ? null : theOne(form.container, null);
  if (form.container !== null && container === null) return null;
  const fields = new Map<Field, ProposedField>();
  let otp: Field[] = [];
  for (const field of form.fields) {
    const found = fieldsOf(field, container, page);
    if (found === null || found.some((one) => fields.has(one))) return null;
    for (const one of found) fields.set(one, field);
    if (field.role === 'otp') otp = found;
  }
  const group = groupOf([...fields.keys()], container, page);
  if (setsPassword(group, page)) return null;
  const pressed = form.submit === null ? null : theOne(form.submit, container);
  if (form.submit !== null && pressed === null) return null;
  const submit = pressed === null ? submitOf(group, page) : controlAt(pressed, page);
  const by = (role: FieldRole): Field | null => group.fields.find((field) => fields.get(field)?.role === role) ?? null;
  return {
    group,
    submit,
    parts: {
      class: classOf(form),
      identifier: by('identifier'),
      password: by('password'),
      otp,
      roles: new Map(group.fields.map((field) => [field, fields.get(field)!.role])),
      names: new Map(group.fields.map((field) => [field, fields.get(field)!.name])),
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
function fieldsOf({ role, at }: ProposedField, container: Element | null, page: Collected): Field[] | null {
  for (const alternative of at) {
    const found = alternative.map((path) => {
      const element = theOne([path], container);
      return page.fields.find((field) => field.element === element);
    });
    if (found.every((field): field is Field => field !== undefined && fits(role, field))) return found;
  }
  return null;
}

/** Who proposes may be wrong: a password goes into a password field, and nothing goes into a search box. */
function fits(role: FieldRole, field: Field): boolean {
  const { type, editable, element } = field;
  if (!editable || type === 'search' || element.getAttribute('role') === 'searchbox') return false;
  if (role === 'password') return type === 'password';
  if (role === 'otp') return isTyped(field) ? type !== 'email' && type !== 'url' : type === 'password';
  return role === 'custom' || isTyped(field);
}

/** Where a password is chosen or changed, none that is stored belongs, whoever proposes it. */
function setsPassword({ fields }: Group, page: Collected): boolean {
  if (!fields.some((field) => field.type === 'password' && isSecret(field))) return false;
  const { form } = fields[0]!.element;
  const others = page.fields.filter(
    (field) => field.visible && field.type === 'password' && field.element.form === form && !fields.includes(field),
  );
  return [...fields, ...others].some(({ purpose }) => purpose === 'confirmPassword') || others.some(setsNew);
}

const setsNew = ({ purpose }: Field): boolean => purpose === 'newPassword';

function groupOf(unordered: Field[], container: Element | null, page: Collected): Group {
  const fields = unordered.sort((a, b) => a.order - b.order);
  const { form } = fields[0]!.element;
  const around = [...ancestors(fields[0]!.element)].find((at) => fields.every(({ element }) => holds(at, element)));
  const box = container ?? form ?? around!;
  const within = ({ element }: { element: Element }): boolean => holds(box, element);
  return { container: box, form, fields, controls: page.controls.filter(within), choices: page.choices.filter(within) };
}

/** What is pressed need not look like a button. */
function controlAt(element: HTMLElement, page: Collected): Control {
  const known = page.controls.find((control) => control.element === element);
  const order = page.orderOf.get(element) ?? 0;
  const rest = { developer: '', submits: false, link: false, href: '', disabled: false };
  return known ?? { element, order, label: controlLabelOf(element), ...rest };
}

/** The one visible element of the first alternative that has exactly one. */
function theOne(alternatives: readonly SelectorPath[], container: Element | null): HTMLElement | null {
  for (const path of alternatives) {
    const found = all(path).filter(
      (element) => (container === null || holds(container, element)) && isVisible(element),
    );
    if (found.length === 1 && found[0] instanceof HTMLElement) return found[0];
  }
  return null;
}

/** All elements that a selector finds in the document and its open shadow roots. */
function all(path: SelectorPath): Element[] {
  return path.reduce<Element[] | null>((hosts, selector) => {
    const found = openRoots().flatMap((root) => query(root, selector));
    if (hosts === null) return found;
    return found.filter((element) => hosts.some((host) => isInShadowOf(host, element)));
  }, null)!;
}

const isInShadowOf = (host: Element, element: Element): boolean =>
  host.getRootNode() !== element.getRootNode() && holds(host, element);

function query(root: Document | ShadowRoot, selector: string): Element[] {
  try {
    return [...plain(root, 'querySelectorAll')(selector)];
  } catch {
    // What is no selector finds nothing.
    return [];
  }
}
