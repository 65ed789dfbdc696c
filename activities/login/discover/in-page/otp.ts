import type { OtpKind } from '../view.js';
import type { Field, Group } from './model.js';
import { fold } from './text.js';
import { says } from './words.js';

/** Codes have four to eight digits, so that many boxes of one character each are one code. */
const FEWEST_BOXES = 4;
const MOST_BOXES = 8;
const BOX_TYPES = new Set(['text', 'tel', 'number', 'password']);

/** Boxes that take one character each and stand in a row: one code, in typing order. Else empty. */
export function boxesOf(group: Group): Field[] {
  const rows: Field[][] = [];
  for (const field of group.fields) {
    const row = rows.at(-1);
    if (!isBox(field)) rows.push([]);
    else if (row === undefined) rows.push([field]);
    else row.push(field);
  }
  return rows.find((row) => row.length >= FEWEST_BOXES && row.length <= MOST_BOXES) ?? [];
}

function isBox(field: Field): boolean {
  const { element, type } = field;
  if (!(element instanceof HTMLInputElement) || !BOX_TYPES.has(type)) return false;
  if (element.maxLength === 1 || element.getAttribute('size') === '1') return true;
  const digits =
    element.inputMode === 'numeric' || /^\\?[[d(]/.test(element.pattern) || type === 'tel' || type === 'number';
  const { width } = element.getBoundingClientRect();
  return digits && width < 80 && element.maxLength !== 0 && element.maxLength < 3;
}

/** Whether one field could hold a short code: room for four to ten characters, or asking for digits. */
export function looksLikeCode(field: Field): boolean {
  const { element, type } = field;
  if (!(element instanceof HTMLInputElement) || type === 'email' || type === 'url' || type === 'date') return false;
  const { maxLength, inputMode, pattern } = element;
  if (maxLength >= 4 && maxLength <= 10) return true;
  if (inputMode === 'numeric' || type === 'number') return true;
  return /\\d|0-9/.test(pattern) && type !== 'tel';
}

/** Where the code comes from, by what the page says. Only an authenticator's code can be made from a stored secret. */
export function otpKindOf(text: string): OtpKind {
  const folded = fold(text);
  const totp = says('totp', folded);
  const sent = says('sent', folded);
  const sms = says('sms', folded);
  const email = says('emailCode', folded) || /\S@\S/.test(folded);
  if (totp && !sent) return 'totp';
  if (sent && sms) return 'sms';
  if (sent && email) return 'email';
  if (totp) return 'totp';
  if (sms) return 'sms';
  return sent && email ? 'email' : 'unknown';
}
