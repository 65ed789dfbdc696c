import { takerOf } from '../dom/awake.js';
import { pinOf } from '../dom/pins.js';
import type { LocalField, LocalRef } from '../frame-view.js';
import type { FieldType } from '../view.js';
import { slug } from '../words/text.js';
import { appendedCodeOf } from './append.js';
import { promptOf } from './collect.js';
import { cssPathOf, signatureOf } from './css-path.js';
import { hintOf } from './label.js';
import type { Control, Field, Group, Purpose } from './model.js';
import type { Parts } from './roles.js';
import type { Scan } from './scan.js';

const CANONICAL: Partial<Record<Purpose, string>> = { email: 'email', username: 'username', phone: 'phone' };
const TYPES: Record<string, FieldType> = {
  email: 'email',
  password: 'password',
  tel: 'tel',
  number: 'number',
  url: 'url',
};

/** Fields of a group as data: what to ask a human for, and where to type it. */
export function fieldViews(scan: Scan, group: Group, parts: Parts): LocalField[] {
  const taken = new Set<string>();
  const views: LocalField[] = [];
  for (const field of group.fields) {
    if (!field.editable || parts.otp.indexOf(field) > 0) continue;
    const view = viewOf(scan, field, parts);
    if (field === parts.password && parts.otp.length === 0) view.appendsCode = appendedCodeOf(scan, field, group);
    view.name = unique(view.name, taken);
    views.push(view);
  }
  return views;
}

function viewOf(scan: Scan, field: Field, parts: Parts): LocalField {
  const { element, label, type } = field;
  const role = parts.roles.get(field) ?? 'custom';
  return {
    ref: refOf(scan, element, label),
    role,
    name: parts.names?.get(field) ?? nameOf(scan, field, role),
    type: role === 'otp' ? 'code' : (TYPES[type] ?? (field.purpose === 'email' ? 'email' : 'text')),
    label,
    placeholder: field.placeholder === '' ? null : field.placeholder,
    hint: hintOf(element),
    required:
      element.required ||
      element.getAttribute('aria-required') === 'true' ||
      role !== 'custom' ||
      parts.names !== undefined,
    filled: (takerOf(element) ?? element).value !== '' && promptOf(scan, element) === '',
    inputType: type,
    maxLength: 'maxLength' in element && element.maxLength > 0 ? element.maxLength : null,
    options: element instanceof HTMLSelectElement ? optionsOf(element) : null,
    appendsCode: null,
    boxes: role === 'otp' && parts.otp.length > 1 ? parts.otp.map((box) => refOf(scan, box.element, box.label)) : [],
  };
}

/** The visible label decides: "Email address" over a field that its author calls `username` asks for an e-mail address. */
function asksForEmailOnly(scan: Scan, { label, placeholder }: Field): boolean {
  const words = label || placeholder;
  return scan.says('email', words) && !scan.says('username', words);
}

function nameOf(scan: Scan, field: Field, role: string): string {
  if (role === 'password') return 'password';
  if (role === 'new_password') return 'new_password';
  if (role === 'otp') return 'code';
  if (role === 'identifier') return asksForEmailOnly(scan, field) ? 'email' : (CANONICAL[field.purpose] ?? 'username');
  // Not named `password`, so that no stored password is typed here: this field shows what is typed.
  if (field.type !== 'password' && scan.says('password', `${field.label} ${field.placeholder}`))
    return 'unmasked_password';
  return slug(field.label) || slug(field.placeholder) || slug(field.developer.split(' ')[0] ?? '') || 'field';
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
  return { css: cssPathOf(element, scan.roots), signature: signatureOf(element, label), pin: pinOf(element) };
}

export function controlRef(scan: Scan, control: Control): LocalRef {
  return refOf(scan, control.element, control.label);
}
