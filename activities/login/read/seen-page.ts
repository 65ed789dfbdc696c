import type { MfaOption, MfaType, SignInOption, SsoButton } from '../../../contract/index.js';
import { keysByType } from '../../../contract/invocation/field-keys.js';
import type { SeenField, SeenPage } from '../../../contract/steps.js';
import { type FieldNames, NO_PLACE } from '../evidence/field-names.js';
import { optionId, ssoId } from '../evidence/ids.js';
import type { Scrubber } from '../evidence/scrub.js';
import { APPENDED, type AppendedCode, appendedCode } from '../fill/appended-code.js';
import type { PageView, ViewButton, ViewField, ViewForm } from '../page-world/view.js';
import { countryOf, type SplitNumber, splitNumberIn } from './dial-codes.js';
import { formOptions } from './form-choice.js';
import { isStep } from './form-classes.js';
import { domainOf, type SplitAddress, splitAddressIn } from './mail-domains.js';
import { isOfKind } from './name-kinds.js';
import { storedByCall, storedByKind } from './stored-kinds.js';

const MFA_TYPES: Readonly<Record<string, MfaType>> = {
  totp: 'totp',
  sms: 'sms',
  email: 'email',
  call: 'call',
  push: 'push',
  passkey: 'security_key',
  password: 'password',
  switch: 'switch',
};

/** Whether the page asks for something that belongs to a login. */
export const asksForLogin = (view: PageView): boolean => view.best !== null && isStep(view.best.class);

/** The form of the login, where it is clear which one that is. */
export const formToFill = (view: PageView): ViewForm | null =>
  asksForLogin(view) && view.rivals.length === 0 ? view.best : null;

/** What it is read with for the outside: texts without values, and names of fields. */
interface Reader {
  readonly scrub: Scrubber;
  readonly names: FieldNames;
  readonly grant: { readonly credential: { readonly value_keys: readonly string[] } | null };
  /** Whether a secret was typed already. */
  readonly gaveSecret: boolean;
  /** Names of fields whose lists do not have the stored name. */
  readonly notOffered: ReadonlySet<string>;
  /** What lists offered, by name of the field. */
  readonly offered: Map<string, ReadonlySet<string>>;
}

/** What the page asks for, with its texts, which are scrubbed. They are sealed before they leave the step. */
export function toSeenPage(view: PageView, { scrub, names, grant, gaveSecret, notOffered, offered }: Reader): SeenPage {
  const form = formToFill(view);
  const stored = grant.credential?.value_keys ?? [];
  const code = form === null ? null : appendedCode(form, view.url);
  const all = form?.fields ?? [];
  const split = splitNumberIn(all);
  const address = splitAddressIn(all);
  for (const { name, options } of all)
    if (options !== null) offered.set(name, new Set(options.flatMap(({ value }) => [value, optionId(value)])));
  const keysFor = (field: ViewField): string[] => {
    const found = {
      ofKind: storedByKind(field, all, stored),
      called: [
        ...storedByCall(field, all, stored),
        ...(notOffered.has(field.name) ? [] : nameToPick(field, all, stored)),
      ],
    };
    return keysOf(field, found, names, scrub);
  };
  return {
    url: scrub.url(view.url),
    signature: form?.signature ?? '',
    fields: all
      .filter((field) => canBeAsked(field, names))
      .flatMap((field) => {
        // Nobody knows what it is for: it is not saved, and asked for each time unless somebody has stored it.
        const once = gaveSecret && field.role === 'custom' && field.mayBeCode ? { once: true } : {};
        const ofNumber = split?.list === field ? countryKeys(split, keysFor(split.rest), scrub) : [];
        const ofAddress = address?.list === field ? domainKeys(address, keysFor(address.rest), scrub) : [];
        const keys = [...keysFor(field), ...ofNumber, ...ofAddress];
        // What it shows already is not what is stored.
        const isPart = split?.list === field || address?.list === field;
        const required = field.required || isPart || notOffered.has(field.name);
        const seen = { ...toSeenField(field, view, scrub), ...once, required, keys };
        return code?.password === field.name ? [seen, toAppendedField(seen, code, scrub)] : [seen];
      }),
    sso_buttons: view.buttons.filter(({ kind }) => kind === 'sso').map((button) => toSsoButton(button, scrub)),
    mfa_options: methodButtons(view).flatMap((button) => toMfaOption(button, scrub)),
    sign_in_options: [
      ...formOptions(view, scrub),
      ...view.buttons.filter(({ kind }) => kind === 'account').map((button) => toSignInOption(button, scrub)),
    ],
  };
}

/** Whether a field may be asked for. Not a new password, which belongs to a sign-up, nor a password in a field that would show it. */
const canBeAsked = ({ name, role, inputType }: ViewField, names: FieldNames): boolean =>
  name !== NO_PLACE &&
  role !== 'new_password' &&
  (role !== 'custom' || inputType === 'password' || !namesPassword(names.slugOf(name)));

/** The one name that is stored, for the one list of a login without a field for a name: whoever is on it picks theirs. It is not sent where it is not on it. */
function nameToPick(field: ViewField, all: readonly ViewField[], stored: readonly string[]): string[] {
  const names = stored.filter((key) => key === 'username' || key === 'email');
  const isOnly = field.isOpenChoice && all.every((other) => other === field || !other.isOpenChoice);
  const hasPassword = all.some(({ role }) => role === 'password');
  return isOnly && hasPassword && names.length === 1 && !all.some(({ role }) => role === 'identifier') ? names : [];
}

/** What is stored of the kind that a field's label names, and under what else the page calls it. */
type Found = Readonly<Record<'ofKind' | 'called', readonly string[]>>;

/**
 * Names of stored values that may answer a field, best first: what its label calls it, where a value is stored so, then what it is. Characters of a
 * password are taken from the stored one only where they are hidden.
 */
function keysOf(field: ViewField, { ofKind, called }: Found, names: FieldNames, scrub: Scrubber): string[] {
  const { name, alias, positions, role } = field;
  if (positions !== null) return role === 'password' ? [name, 'password'] : [name];
  const own = [...(alias !== null && names.isPlain(alias) ? [alias] : []), ...(role === 'password' ? ofKind : [])];
  const byType = field.role === 'identifier' ? namesFor(field, scrub) : keysByType({ ...field, role: roleOf(field) });
  return [...new Set([...own, ...byType, ...called, ...ofKind, ...listed(field, scrub)])];
}

/** The stored number that a list of countries is set by: the first that is typed beside it, where it says its country. */
function countryKeys({ list }: SplitNumber, keys: readonly string[], scrub: Scrubber): string[] {
  const key = keys.find((one) => scrub.identifier(one) !== null);
  const number = key === undefined ? null : scrub.identifier(key);
  return key !== undefined && number !== null && countryOf(list, number) !== undefined ? [key] : [];
}

/** The stored address that a list of domains is set by, where the list has its domain. */
function domainKeys({ list }: SplitAddress, keys: readonly string[], scrub: Scrubber): string[] {
  const key = keys.find((one) => scrub.identifier(one) !== null);
  const address = key === undefined ? null : scrub.identifier(key);
  return key !== undefined && address !== null && domainOf(list, address) !== undefined ? [key] : [];
}

/** A name that is stored as such goes where any is taken, or where its kind is. What is named by its kind is taken at its word. */
function namesFor(field: ViewField, scrub: Scrubber): string[] {
  const { name, takes } = field;
  if (takes === null) return keysByType({ ...field, role: 'identifier' });
  const kinds = takes.filter((kind) => kind !== 'number');
  const stored = scrub.identifier('username');
  return [name, ...kinds, ...(stored === null || isOfKind(stored, takes) ? ['username'] : [])];
}

/** The one stored value that a list offers and that says who somebody is, whatever its label calls it: a domain, a branch. */
function listed({ options }: ViewField, scrub: Scrubber): string[] {
  const keys = (options ?? []).map(({ value, label }) => scrub.keyOf(value) ?? scrub.keyOf(label));
  const known = [...new Set(keys.filter((key) => key !== null))];
  return known.length === 1 ? known : [];
}

const roleOf = ({ role }: ViewField): SeenField['role'] =>
  role === 'otp' ? 'code' : (role as 'identifier' | 'password' | 'custom');

/** Whether a name stands for a password, whatever the page makes of the field. */
export const namesPassword = (name: string): boolean => /passw|passphrase|passcode/i.test(name);

function toSeenField(field: ViewField, view: PageView, scrub: Scrubber): SeenField {
  const clean = (text: string | null): string | null => (text === null ? null : scrub.text(text));
  return {
    name: field.name,
    role: roleOf(field),
    type: field.type,
    label: scrub.text(field.label),
    selector: scrub.holdsValue(field.ref.css) ? '' : field.ref.css,
    required: field.required,
    placeholder: clean(field.placeholder),
    hint: clean(field.hint),
    options: optionsOf(field, scrub),
    code_from: field.role === 'otp' ? (view.otpKind ?? 'unknown') : null,
  };
}

const optionsOf = ({ options }: ViewField, scrub: Scrubber): SeenField['options'] =>
  options?.map((option) => ({
    value: scrub.holdsValue(option.value) ? optionId(option.value) : option.value,
    label: scrub.option(option.label),
  })) ?? null;

/** A code that goes into the password field is asked for like any other; the page has no label for it. */
const toAppendedField = (password: SeenField, code: AppendedCode, scrub: Scrubber): SeenField => ({
  ...password,
  name: APPENDED,
  role: 'code',
  type: 'code',
  label: '',
  required: code.required,
  placeholder: null,
  hint: code.words === null ? null : scrub.text(code.words),
  code_from: 'unknown',
});

const toSsoButton = (button: ViewButton, scrub: Scrubber): SsoButton => ({
  label: scrub.text(button.label),
  provider: button.provider ?? 'unknown',
  selector: scrub.holdsValue(button.ref.css) ? ssoId(button.ref.css) : button.ref.css,
});

function toMfaOption(button: ViewButton, scrub: Scrubber): MfaOption[] {
  const type = mfaTypeOf(button);
  return type === null ? [] : [{ type, label: scrub.text(button.label), target: null, description: null }];
}

/** What a person can choose between; the way to a backup code only where it is the only other one. */
export function methodButtons({ buttons, best }: PageView): ViewButton[] {
  // Beside a password, a tab that shows one has the same in another way.
  const mayShow = best?.fields.every(({ role }) => role !== 'password') ?? false;
  const offered = buttons.filter((button) => mfaTypeOf(button) !== null && (mayShow || !showsPassword(button)));
  const [ways, methods] = [offered.filter(isSwitch), offered.filter((button) => !isSwitch(button))];
  const usual = ways.filter(({ mfaType }) => mfaType !== 'backup');
  return [...methods, ...(usual.length > 0 ? usual : ways)];
}

/** A tab that shows the form with the password, beside another way in. */
const showsPassword = ({ kind, mfaType }: ViewButton): boolean => kind === 'login_link' && mfaType === 'password';

const isSwitch = ({ kind }: ViewButton): boolean => kind === 'switch_method';

/** The type by which a person chooses the button; null when it is no choice of a method. */
export function mfaTypeOf(button: ViewButton): MfaType | null {
  if (isSwitch(button)) return 'switch';
  return button.kind === 'mfa_option' || showsPassword(button) ? (MFA_TYPES[button.mfaType ?? ''] ?? null) : null;
}

const toSignInOption = (button: ViewButton, scrub: Scrubber): SignInOption => ({
  id: signInOptionId(button),
  label: scrub.text(button.label),
  description: null,
});

/** The element's own signature: it is the same when the page is opened again. */
export const signInOptionId = (button: ViewButton): string => button.ref.signature;
