import { typeOf, wasTried } from '../dom/awake.js';
import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import type { Field } from './model.js';
import type { Scan } from './scan.js';

/** How far apart a hidden password field and its stand-in are at most. */
const REACH = 3;

/**
 * Fields that may be something else once they have the focus: read-only ones that are empty, and, where no password field can be seen, a text
 * field that asks for a password or stands right beside a hidden one.
 */
export function asleep(scan: Scan): Field[] {
  const secrets = scan.fields.filter(({ element }) => typeOf(element) === 'password');
  const seen = scan.fields.filter(({ visible, element }) => visible && !native(element, 'matches')(':disabled'));
  const mayWake = seen.filter(({ element }) => element instanceof HTMLInputElement && !wasTried(element));
  const isLogin = (field: Field): boolean => secrets.some((secret) => secret.element.form === field.element.form);
  const hidden = secrets.filter(({ visible }) => !visible);
  return mayWake.filter((field) => {
    const { element, type } = field;
    if ((element as HTMLInputElement).readOnly) return element.value === '' && (type === 'password' || isLogin(field));
    if (type !== 'text' || secrets.some(({ visible }) => visible)) return false;
    return asksForPassword(scan, field) || (hidden.some((one) => standsBeside(one, field)) && isSecond(field, seen));
  });
}

const asksForPassword = (scan: Scan, { label, placeholder, developer }: Field): boolean =>
  scan.says('password', `${label} ${placeholder}`) || scan.names('password', developer);

function standsBeside(hidden: Field, { element }: Field): boolean {
  if (hidden.element.form !== element.form) return false;
  return [...ancestors(element)].slice(1, 1 + REACH).some((at) => native(at, 'contains')(hidden.element));
}

/** Not the name of a login that shows its password once the name was entered. */
const isSecond = (field: Field, seen: readonly Field[]): boolean =>
  field.element.value !== '' ||
  seen.some(
    ({ order, type, element }) => order < field.order && type !== 'select' && element.form === field.element.form,
  );
