import { formOfStep, isBehindLogin, isForSecrets, leftStepOf } from '../judge/left-step.js';
import type { FieldRole, FormClass, PageView, ViewField, ViewForm } from '../page-world/view.js';

/** What was sent last. */
export interface Sent {
  readonly fields: readonly { readonly role: FieldRole }[];
  /** Shape of the form. */
  readonly signature: string;
  /** Shapes of the forms without a secret that were sent right before it. */
  readonly earlier?: readonly string[];
}

/**
 * The page as it is read after a password went out. A hidden field of another form asks for another secret where it is not called a password, or says of what
 * its password is: the stored one never goes there. Nor does the name go into a field that says nothing of a name, where the site knows already who it is. Either is asked for under its own name.
 */
export function afterPassword(view: PageView, sent: Sent | null, before: PageView | null): PageView {
  if (sent === null || !sent.fields.some(({ role }) => role !== 'identifier')) return view;
  const known = new Set([sent.signature, ...(sent.earlier ?? [])]);
  // On a page behind the login, a password may be of anything: of something to share, or to delete.
  const isInside = isBehindLogin(view);
  const isChange = [view.standing.headline, view.standing.speaksOf].includes('password_change');
  const isAgain = (form: ViewForm): boolean => !isInside && isOnceMore(form) && !form.fields.some(isOther);
  const isOwn = (form: ViewForm): boolean => !isChange && TAKEN_FOR_NEW.has(form.class) && isForSecrets(form);
  const labels = new Set(before?.best?.fields.map(({ label }) => label) ?? []);
  const isOther = (field: ViewField): boolean =>
    isNotCalled(field) || (field.role === 'password' && field.isOfSomething && !labels.has(field.label));
  const read = (form: ViewForm): ViewForm => {
    if (isAgain(form)) return { ...form, class: 'password' };
    if (isOwn(form)) return ownSecrets(form);
    if (isLogin(form) || form.source === 'recipe' || known.has(form.signature)) return form;
    return { ...form, fields: form.fields.map((field) => (isOther(field) ? asOwn(field, form) : field)) };
  };
  const all = new Map(view.forms.map((form) => [form, read(form)]));
  const of = (form: ViewForm): ViewForm => all.get(form) ?? read(form);
  const [secrets, ...more] = view.forms.filter(isOwn);
  const best = view.best ?? (more.length === 0 ? secrets : undefined) ?? null;
  return {
    ...view,
    forms: view.forms.map(of),
    best: best === null ? null : of(best),
    rivals: view.rivals.length === 1 && view.rivals.every(isAgain) ? [] : view.rivals.map(of),
  };
}

/** "Enter your password again": what may be anything elsewhere is a step of the login right after a password. */
const isOnceMore = ({ class: of, fields, task }: ViewForm): boolean =>
  of === 'ambiguous' &&
  task === null &&
  fields.length === 1 &&
  fields.every((field) => field.role === 'password' && field.isCalledPassword);

/** Of masked fields alone, before anything was typed, and in words that no list has. */
const TAKEN_FOR_NEW: ReadonlySet<FormClass> = new Set(['signup', 'change_password']);

/** Numbers of a card, somebody's PIN: nobody makes an account, or another password, right after a password. */
const ownSecrets = (form: ViewForm): ViewForm => ({
  ...form,
  class: 'otp',
  fields: form.fields.map((field) => asOwn(field, form)),
});

/** A form that asks for the name as well is where the login begins. */
const isLogin = ({ fields }: ViewForm): boolean =>
  fields.some(({ role }) => role === 'identifier') &&
  fields.some(({ role, isCalledName }) => role === 'password' || (role === 'identifier' && isCalledName));

const isNotCalled = ({ role, isCalledPassword, isCalledName }: ViewField): boolean =>
  (role === 'password' && !isCalledPassword) || (role === 'identifier' && !isCalledName);

function asOwn(field: ViewField, { fields }: ViewForm): ViewField {
  const name = field.positions === null ? (field.alias ?? 'secret') : field.name;
  const isTaken = fields.some((other) => other !== field && other.name === name);
  return { ...field, role: 'custom', name: isTaken ? `${name}_2` : name };
}

const NAMES: ReadonlySet<string> = new Set(['username', 'email', 'phone']);

/**
 * The page, with the form by its own names where nobody knows whether it is a step: what it calls a name may be what the place behind the login is searched
 * by. The site has been told who somebody is, so that none of their names goes there by itself, but what a person gave for this very field.
 */
export function withUnknownNames(view: PageView, sentForms: ReadonlySet<string>): PageView {
  const form = sentForms.size > 0 && leftStepOf(view) === 'question' ? formOfStep(view) : null;
  if (form === null || form.source === 'recipe' || sentForms.has(form.signature)) return view;
  const fields = form.fields.map((field) => (mayBeName(field) ? asUnknown(field, form) : field));
  return { ...view, forms: view.forms.map((one) => (one === form ? { ...form, fields } : one)) };
}

const mayBeName = ({ role, name, called }: ViewField): boolean =>
  role === 'identifier' || [name, ...called].some((one) => NAMES.has(one));

function asUnknown(field: ViewField, form: ViewForm): ViewField {
  const { name } = field.role === 'identifier' ? asOwn(field, form) : field;
  return { ...field, role: 'custom', called: [], name: NAMES.has(name) ? `${name}_2` : name };
}
