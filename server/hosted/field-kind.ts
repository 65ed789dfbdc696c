import type { FieldType, PendingField } from '../../contract/invocation/invocation.js';
import type { Strings } from './strings/index.js';

type InputType = 'text' | 'email' | 'password' | 'tel' | 'url';
type InputMode = 'text' | 'email' | 'tel' | 'url' | 'numeric';

/** How a field behaves for keyboards, password managers and phones (HTML, sections 4.10.18.7 and 6.8.7). */
export interface FieldKind {
  readonly type: InputType;
  readonly inputMode: InputMode;
  readonly autocomplete: string;
}

const kind = (type: InputType, inputMode: InputMode, autocomplete: string): FieldKind => ({
  type,
  inputMode,
  autocomplete,
});

const KINDS: Readonly<Record<FieldType, FieldKind>> = {
  text: kind('text', 'text', 'off'),
  email: kind('email', 'email', 'username'),
  password: kind('password', 'text', 'current-password'),
  tel: kind('tel', 'tel', 'tel'),
  // Not type=number: it loses leading zeros, and a scroll wheel changes it.
  number: kind('text', 'numeric', 'off'),
  url: kind('url', 'url', 'url'),
  // Codes that are sent can hold letters, and a phone's number pad can't be left.
  code: kind('text', 'text', 'one-time-code'),
  totp: kind('text', 'numeric', 'one-time-code'),
};

const SAYS_DIGITS = /\d|digit|ziffer|stellig/i;

export function kindOf(field: PendingField): FieldKind {
  const basic = KINDS[field.type];
  if (field.name === 'username') return { ...basic, autocomplete: 'username' };
  const words = `${field.label} ${field.placeholder ?? ''} ${field.hint ?? ''}`;
  return field.type === 'code' && SAYS_DIGITS.test(words) ? KINDS.totp : basic;
}

/** As the site words it; ours where it says nothing. */
export function labelOf({ name, label }: PendingField, { field }: Strings): string {
  if (label.trim() !== '') return label;
  const known: Readonly<Record<string, string>> = {
    email: field.email,
    username: field.username,
    phone: field.phone,
    password: field.password,
    code: field.code,
  };
  return known[name] ?? field.unnamed;
}

/** One-time codes; they are never saved. */
export const isCode = ({ type }: PendingField): boolean => type === 'code' || type === 'totp';

/** Takes out what comes along when people copy. A password is what it is. */
export function tidy(field: PendingField, value: string): string {
  if (isCode(field)) return value.replace(/\s/g, '');
  const { type } = field;
  return type === 'password' || type === 'text' ? value : value.trim();
}
