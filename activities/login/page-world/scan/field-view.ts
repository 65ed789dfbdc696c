import { takerOf } from '../dom/awake.js';
import { pinOf } from '../dom/pins.js';
import type { LocalField, LocalRef } from '../frame-view.js';
import type { FieldType, FormClass } from '../view.js';
import { slug } from '../words/text.js';
import { appendedCodeOf } from './append.js';
import { calledBesides } from './called.js';
import { promptOf } from './collect.js';
import type { CompleteForm, Parts } from './complete-form.js';
import { cssPathOf, signatureOf } from './css-path.js';
import { isName, isTyped } from './kinds.js';
import { hintOf, togetherOf } from './label.js';
import { isOpenChoice, isReachedAt } from './login-name.js';
import { marksOf } from './marks.js';
import { saysOfWhat } from './masked.js';
import type { Characters, Control, Field, Group, Purpose } from './model.js';
import { positionsIn } from './ordinals.js';
import { mayBeCode, mayBePin } from './pin-field.js';
import { questionOver, sourceOver } from './question.js';
import type { Scan } from './scan.js';
import { titleOf } from './surroundings.js';
import { takesOnly } from './takes.js';

const CANONICAL: Partial<Record<Purpose, string>> = { email: 'email', username: 'username', phone: 'phone' };
const TYPES: Record<string, FieldType> = {
  email: 'email',
  password: 'password',
  tel: 'tel',
  number: 'number',
  url: 'url',
};

/**
 * Fields of a group as data: what to ask a human for, and where to type it.
 * @param lists what comes before them; no name is given twice
 */
export function fieldViews(
  scan: Scan,
  { group, parts, submit }: CompleteForm,
  lists: readonly LocalField[],
): LocalField[] {
  const { characters } = group;
  const taken = new Set<string>();
  const views: LocalField[] = lists.map((list) => ({ ...list, name: unique(list.name, taken) }));
  for (const field of group.fields) {
    if (!field.editable || parts.otp.indexOf(field) > 0 || (characters?.fields.indexOf(field) ?? 0) > 0) continue;
    const view = {
      ...viewOf(scan, field, parts),
      marks: marksOf(scan, group, field),
      mayBePin: mayBePin(scan, group, field),
      mayBeCode: mayBeCode(scan, group, field),
      ...(field === characters?.fields[0] ? charactersView(scan, characters) : {}),
    };
    if (view.role === 'custom') askQuestion(scan, field, view, questionOver(scan, group));
    if (view.role === 'otp') view.hint ??= sourceOver(scan, group, field);
    // "First digit" is what one box of a code takes.
    if (field === parts.otp[0] && parts.otp.length > 1)
      view.label = togetherOf(field.element) ?? codeLabel(scan, group, view.label);
    if (field !== parts.password) view.required ||= isNeeded(scan, field, { group, parts, submit });
    if (field === parts.password && parts.otp.length === 0) view.appendsCode = appendedCodeOf(scan, field, group);
    view.name = unique(view.name, taken);
    views.push(view);
  }
  return views;
}

/** An answer belongs to its question, and has its name: the site may ask another one next time. */
function askQuestion(scan: Scan, { label, purpose }: Field, view: LocalField, question: string | null): void {
  view.hint ??= question;
  const name = question === null ? '' : slug(question);
  if (name === '' || !(label === '' || purpose === 'answer' || scan.says('answer', label))) return;
  view.name = name;
  view.called = [];
}

const codeLabel = (scan: Scan, group: Group, label: string): string =>
  /\p{N}/u.test(label) ? titleOf(scan, group) || label : label;

/** A field that asks for some characters of the password; who is asked has to be told which. */
function charactersView(scan: Scan, { fields, positions, prompt }: Characters): Partial<LocalField> {
  const boxes = fields.length > 1 ? fields.map(({ element, label }) => refOf(scan, element, label)) : [];
  if (positions === null)
    return { label: prompt, alias: slug(prompt) || null, called: [], isCalledPassword: false, boxes };
  const list = positions.map((position) => (position < 0 ? 'last' : position)).join(', ');
  return {
    name: `characters_${list.replaceAll(', ', '_')}`,
    label: positionsIn(prompt).join() === positions.join() ? prompt : `${prompt.replace(/[\s:：]+$/u, '')}: ${list}`,
    isCalledPassword: scan.says('password', prompt),
    isOfSomething: false,
    positions: [...positions],
    boxes,
  };
}

/** What a login has no use for, or that is looked up on the page each time. */
const NOT_ASKED: ReadonlySet<Purpose> = new Set(['search', 'captcha', 'coupon', 'message']);

/** What a form with a password may be, once a person has chosen it at the latest. */
const LOGINS: ReadonlySet<FormClass> = new Set(['login', 'password', 'ambiguous']);

/** Whether forms of the class ask for what only the person knows. */
const isSecretClass = (name: FormClass): boolean => name === 'otp' || name === 'identifier';

/** Whether a field of its own beside a password, or a name in a step before it, is a part of the login, although the page doesn't mark it: an empty one in front of the button. */
function isNeeded(scan: Scan, field: Field, { group, parts, submit }: CompleteForm): boolean {
  const { element, label, placeholder, purpose, order } = field;
  const isBesideNumber = parts.identifier !== null && !isName(parts.identifier) && isReachedAt(field);
  const isBesideName = parts.class === 'identifier' && parts.identifier !== null && (!isName(field) || isBesideNumber);
  const isLogin = (parts.password !== null && LOGINS.has(parts.class)) || isBesideName;
  const isSecretStep = isSecretClass(parts.class) && (purpose === 'secret' || purpose === 'answer');
  if (!(isLogin || isSecretStep) || element.value !== '' || NOT_ASKED.has(purpose)) return false;
  if ((submit !== null && order > submit.order) || isOption(group, field, parts)) return false;
  return ![label, placeholder, hintOf(element) ?? ''].some((text) => scan.says('optional', text));
}

/** No login takes so many values behind its password. */
const MAX_BEHIND = 2;
/** What is asked for nothing else. */
const ALWAYS: ReadonlySet<Purpose> = new Set(['otp', 'code', 'pin', 'secret', 'answer', 'captcha']);

/** One of many fields behind the password, none of which is marked: what the session is to begin with. */
function isOption({ fields }: Group, field: Field, { password, otp }: Parts): boolean {
  if (password === null) return false;
  const behind = fields.filter(
    (one) =>
      one.order > password.order && one.visible && isTyped(one) && !otp.includes(one) && !ALWAYS.has(one.purpose),
  );
  return behind.length > MAX_BEHIND && behind.includes(field);
}

function viewOf(scan: Scan, field: Field, parts: Parts): Omit<LocalField, 'marks' | 'mayBePin' | 'mayBeCode'> {
  const { element, label, type } = field;
  const role = parts.roles.get(field) ?? 'custom';
  return {
    ref: refOf(scan, element, label),
    role,
    name: parts.names?.get(field) ?? nameOf(scan, field, role, parts),
    type: role === 'otp' ? 'code' : (TYPES[type] ?? (field.purpose === 'email' ? 'email' : 'text')),
    label,
    labelled: field.labelled,
    placeholder: field.placeholder === '' ? null : field.placeholder,
    hint: hintOf(element) ?? (role === 'custom' ? togetherOf(element) : null),
    required:
      element.required ||
      element.getAttribute('aria-required') === 'true' ||
      role !== 'custom' ||
      parts.names !== undefined,
    filled: (takerOf(element) ?? element).value !== '' && promptOf(scan, element) === '',
    inputType: type,
    maxLength: 'maxLength' in element && element.maxLength >= 0 ? element.maxLength : null,
    options: element instanceof HTMLSelectElement ? optionsOf(element) : null,
    appendsCode: null,
    alias: aliasOf(field, role),
    called: role === 'identifier' || role === 'custom' ? calledBesides(scan, field) : [],
    isCalledPassword: isCalledPassword(scan, field),
    isOfSomething: saysOfWhat(scan, field.label),
    isCalledName: isName(field) || field.autocomplete === 'username',
    takes: takesOnly(scan, field),
    isOpenChoice: isOpenChoice(field),
    positions: null,
    keypad: false,
    boxes: role === 'otp' && parts.otp.length > 1 ? parts.otp.map((box) => refOf(scan, box.element, box.label)) : [],
  };
}

/** The visible label decides: "Email address" over a field that its author calls `username` asks for an e-mail address. */
function asksForEmailOnly(scan: Scan, { label, placeholder }: Field): boolean {
  const words = label || placeholder;
  return scan.says('email', words) && !scan.says('username', words);
}

function nameOf(scan: Scan, field: Field, role: string, { password }: Parts): string {
  if (role === 'password') return 'password';
  if (role === 'new_password') return 'new_password';
  if (role === 'otp') return 'code';
  if (role === 'identifier') return identifierName(scan, field);
  // Not named `password`, so that no stored password is typed here: this field shows what is typed. Beside one that hides it, what is of something else is
  // that: in several languages a code is called like a password.
  const isOther = password !== null && password.type === 'password' && saysOfWhat(scan, field.label);
  if (
    field.type !== 'password' &&
    field.purpose !== 'secret' &&
    !isOther &&
    scan.says('password', `${field.label} ${field.placeholder}`)
  )
    return 'unmasked_password';
  return slug(field.label) || slug(field.placeholder) || slug(field.developer.split(' ')[0] ?? '') || 'field';
}

/** What is saved of a field that takes an address as well as a number is not called either of them. */
function identifierName(scan: Scan, field: Field): string {
  const kinds = takesOnly(scan, field) ?? [];
  if (kinds.length > 1) return kinds.toSorted().join('_or_');
  return asksForEmailOnly(scan, field) ? 'email' : (CANONICAL[field.purpose] ?? 'username');
}

/** The label of a name or a password as a name of its own: "Card number", "PIN". */
function aliasOf({ label, placeholder }: Field, role: string): string | null {
  return role === 'custom' || role === 'otp' ? null : slug(label || placeholder) || null;
}

const TOKEN = /\btoken\b/i;

/** Whether the field itself says that it is for a password, and its author nothing against it; else it is taken for it where there is no other. */
function isCalledPassword(scan: Scan, { label, placeholder, developer, autocomplete }: Field): boolean {
  const words = label || placeholder;
  if ((scan.names('otp', developer) || TOKEN.test(developer)) && !scan.names('password', developer)) return false;
  if (words !== '') return scan.says('password', words) && !/passcode/i.test(words);
  return autocomplete === 'current-password' || scan.names('password', developer);
}

function unique(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let count = 2; taken.has(candidate); count += 1) candidate = `${name}_${count}`;
  taken.add(candidate);
  return candidate;
}

function optionsOf(select: HTMLSelectElement): { value: string; label: string }[] {
  return Array.from(select.options)
    .filter((option) => !option.disabled && option.label.trim() !== '')
    .map((option) => ({ value: option.value, label: option.label.trim() }));
}

export function refOf(scan: Scan, element: Element, label: string): LocalRef {
  return { css: cssPathOf(element, scan.selectors), signature: signatureOf(element, label), pin: pinOf(element) };
}

export function controlRef(scan: Scan, control: Control): LocalRef {
  return refOf(scan, control.element, control.label);
}
