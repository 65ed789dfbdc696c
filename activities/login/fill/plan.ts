import type { FillStep } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { FormFacts } from '../page-world/agent.js';
import type { PageView, ViewField, ViewForm } from '../page-world/view.js';
import { documentOf } from '../read/document/document-of.js';
import { frameAt } from '../read/frame-at.js';
import { formToFill, namesPassword } from '../read/seen-page.js';
import { type AppendedCode, codeToAppend } from './appended-code.js';
import { type NonEmpty, nonEmpty } from './non-empty.js';
import type { OpenedValues } from './open-values.js';
import type { OriginRule } from './origin.js';
import { elementsOf, type Pinned, type Refusal, refusalOf, type Target } from './target.js';
import { ruleOf, type ValueRule } from './value-rule.js';

/** A form of the live page, pinned element by element, in the order in which a person fills it. */
export interface Plan {
  readonly form: ViewForm;
  readonly targets: NonEmpty<Target>;
  readonly submit: Pinned | null;
  /** The "keep me logged in" box, and whether it is ticked. */
  readonly remember: (Pinned & { readonly checked: boolean }) | null;
  /** Whether the form has a password field, and whether it can be seen. */
  readonly password: FormFacts['password'];
  /** The code of this fill that goes behind the password; null where there is none. */
  readonly appended: AppendedCode | null;
  /** Where each value may be typed and sent, by field. */
  readonly rules: ReadonlyMap<string, ValueRule>;
}

/** A form with the fields of it that are filled, and what goes behind the password. */
type FoundForm = Pick<Plan, 'form' | 'appended'> & { readonly fields: readonly ViewField[] };

/** The form that the step was planned for, if the page still shows it with all its fields. */
export function formOf(view: PageView, step: FillStep): FoundForm | null {
  const form = formToFill(view);
  if (form === null || form.signature !== step.signature) return null;
  const names = Object.keys(step.values);
  const appended = codeToAppend(form, view.url, names);
  const fields = form.fields.filter(({ name, role }) => names.includes(name) && role !== 'new_password');
  const given = fields.length + (appended === null ? 0 : 1);
  return given === names.length ? { form, fields, appended } : null;
}

/** Whether the field's value is a password, even if the page asks for it in a field that would show it. */
function isSecret({ name, role }: ViewField, { values }: Pick<FillStep, 'values'>, { names }: Login): boolean {
  const source = values[name];
  const given = [name, source?.from === 'stored' ? source.key : '', source?.from === 'given' ? source.field : ''];
  return role === 'password' || given.some((one) => namesPassword(names.slugOf(one)));
}

/** The rule of each value that the step is for. */
function rulesOf(
  login: Login,
  { values }: FillStep,
  fields: readonly ViewField[],
  askedAt: OpenedValues['askedAt'],
): Map<string, ValueRule> {
  const rules = Object.entries(values).map(([name, source]): [string, ValueRule] => {
    const field = fields.find((one) => one.name === name) ?? null;
    const hidden = field !== null && (isSecret(field, { values }, login) || field.inputType === 'password');
    const site = source.from === 'given' ? (askedAt.get(source.question) ?? null) : null;
    return [name, ruleOf(login, field, source, hidden, site)];
  });
  return new Map(rules);
}

/** Pins the elements of a form and checks each of them. */
export async function planFill(
  context: LoginContext,
  login: Login,
  step: FillStep,
  { askedAt }: Pick<OpenedValues, 'askedAt'>,
  { form, fields, appended }: FoundForm,
): Promise<{ readonly kind: 'ready'; readonly plan: Plan } | Refusal> {
  const { page } = login.live;
  const frame = frameAt(page, form.frame);
  if (frame === null) return { kind: 'missing' };
  const rules = rulesOf(login, step, fields, askedAt);
  const strangers = [...rules].filter(
    ([, rule]) =>
      (login.mayTypeAt(page.url()) === null && !rule.mayBeAround(page.url())) ||
      (login.mayTypeAt(frame.url()) === null && !rule.mayTypeAt(frame.url())),
  );
  if (strangers.length > 0) return { kind: 'other_site', fields: strangers.map(([name]) => name) };
  const mayAll =
    (may: 'mayTypeAt' | 'mayBeAround'): OriginRule =>
    (address) =>
      login.mayTypeAt(address) ??
      ([...rules.values()].every((rule) => rule[may](address)) ? null : 'domain_not_allowed');
  const document = await context.race(documentOf(frame));
  const wanted = fields.map((field) => ({ field, secret: isSecret(field, step, login) }));
  const inspected = document.ask('inspect', {
    fields: wanted.map(({ field, secret }) => ({ elements: elementsOf(field), secret, keypad: field.keypad })),
    submit: form.submit,
    remember: form.remember,
  });
  const facts = await context.race(inspected);
  const refusal = refusalOf(page, form, facts.fields.flat(), facts.submit, {
    around: mayAll('mayBeAround'),
    inside: mayAll('mayTypeAt'),
  });
  if (refusal !== null) return refusal;
  const pinned = ({ pin }: { readonly pin: string }): Pinned => ({ document, pin });
  const targets = nonEmpty(
    wanted.flatMap((target, index) => {
      const elements = nonEmpty((facts.fields[index] ?? []).filter((element) => element !== null).map(pinned));
      return elements === null ? [] : [{ ...target, elements }];
    }),
  );
  if (targets === null || targets.length < wanted.length) return { kind: 'missing' };
  const plan = {
    form,
    targets,
    submit: facts.submit === null ? null : pinned(facts.submit),
    remember: facts.remember === null ? null : { ...pinned(facts.remember), checked: facts.remember.checked },
    password: facts.password,
    appended,
    rules,
  };
  return { kind: 'ready', plan };
}
