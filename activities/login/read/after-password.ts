import type { FieldRole, PageView, ViewField, ViewForm } from '../page-world/view.js';

/** What was sent last. */
export interface Sent {
  readonly fields: readonly { readonly role: FieldRole }[];
  /** Shape of the form. */
  readonly signature: string;
}

/**
 * The page as it is read after a password went out: a hidden field of another form that is not called a password asks for another secret. The stored password
 * never goes there; the field is asked for under its own name.
 */
export function afterPassword(view: PageView, sent: Sent | null): PageView {
  if (sent === null || !sent.fields.some(({ role }) => role !== 'identifier')) return view;
  const read = (form: ViewForm): ViewForm =>
    isLogin(form) || form.source === 'recipe' || form.signature === sent.signature
      ? form
      : { ...form, fields: form.fields.map((field) => (isOther(field) ? asOwn(field, form) : field)) };
  const known = new Map(view.forms.map((form) => [form, read(form)]));
  const of = (form: ViewForm): ViewForm => known.get(form) ?? read(form);
  return {
    ...view,
    forms: view.forms.map(of),
    best: view.best === null ? null : of(view.best),
    rivals: view.rivals.map(of),
  };
}

/** A form that asks for the name as well is where the login begins. */
const isLogin = ({ fields }: ViewForm): boolean => fields.some(({ role }) => role === 'identifier');

const isOther = ({ role, isCalledPassword }: ViewField): boolean => role === 'password' && !isCalledPassword;

function asOwn(field: ViewField, { fields }: ViewForm): ViewField {
  const name = field.positions === null ? (field.alias ?? 'secret') : field.name;
  const isTaken = fields.some((other) => other !== field && other.name === name);
  return { ...field, role: 'custom', name: isTaken ? `${name}_2` : name };
}
