import type { FillStep } from '../../../contract/index.js';
import type { PageView, ViewField, ViewForm } from '../discover/view.js';
import { APPENDED, type AppendedCode, codeToAppend } from './appended-code.js';
import type { Login } from './login.js';
import { formToFill, namesPassword } from './seen-page.js';
import { type Pinned, pin, pinField, type Refusal, refusalOf, type Target } from './target.js';

/** A form of the live page, pinned element by element, in the order in which a person fills it. */
export interface Plan {
  readonly form: ViewForm;
  readonly targets: readonly Target[];
  readonly submit: Pinned | null;
  readonly remember: Pinned | null;
  /** The code of this fill that goes behind the password; null where there is none. */
  readonly appended: AppendedCode | null;
}

/** The form that the step was planned for, if the page still shows it with all its fields. */
export function formOf(view: PageView, step: FillStep): { form: ViewForm; fields: ViewField[] } | null {
  const form = formToFill(view);
  if (form === null || form.signature !== step.signature) return null;
  const names = Object.keys(step.values);
  const appended = codeToAppend(form, view.url, names) === null ? [] : [APPENDED];
  const fields = form.fields.filter(({ name, role }) => names.includes(name) && role !== 'new_password');
  return fields.length + appended.length === names.length ? { form, fields } : null;
}

/** A password stays one, also where the page asks for it in a field that would show it. */
function isSecret({ name, role }: ViewField, { values }: FillStep): boolean {
  const source = values[name];
  const names = [name, source?.from === 'stored' ? source.key : '', source?.from === 'given' ? source.field : ''];
  return role === 'password' || names.some(namesPassword);
}

/** Pins the elements of a form and checks each of them. */
export async function planFill(
  login: Login,
  step: FillStep,
  form: ViewForm,
  fields: readonly ViewField[],
): Promise<Plan | Refusal> {
  const { page } = login.live;
  const [submit, remember, ...pinned] = await Promise.all([
    form.submit === null ? null : pin(page, form.submit),
    form.remember === null ? null : pin(page, form.remember),
    ...fields.map((field) => pinField(page, field, isSecret(field, step))),
  ]);
  const targets = pinned.filter((target) => target !== null);
  if (targets.length !== fields.length) return 'element_not_found';
  const appended = codeToAppend(form, page.url(), Object.keys(step.values));
  return (
    (await refusalOf(page, form, targets, submit, login.mayTypeAt)) ?? { form, targets, submit, remember, appended }
  );
}
