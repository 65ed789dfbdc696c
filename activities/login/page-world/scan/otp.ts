import { native } from '../dom/native.js';
import type { LocalField, LocalForm } from '../frame-view.js';
import type { OtpKind } from '../view.js';
import { fold } from '../words/text.js';
import type { Field, Group, NonEmpty } from './model.js';
import type { Scan } from './scan.js';

/** Codes have four to eight digits, so that many boxes of one character each are one code. */
const MIN_BOXES = 4;
const MAX_BOXES = 8;
/** In CSS pixels. */
const MAX_BOX_WIDTH = 80;
/** How much wider than high a box for one character is at most. */
const SQUARE = 1.3;
const BOX_TYPES = new Set(['text', 'tel', 'number', 'password']);

/** Boxes that take one character each and stand in a row: one code, in typing order. Else empty. */
export function boxesOf(scan: Scan, group: Group): Field[] {
  if (group.characters !== null) return [];
  const rows: [Field, ...Field[]][] = [];
  for (const field of group.fields) {
    const row = rows.at(-1);
    if (row !== undefined && continues(scan, row, field)) row.push(field);
    else rows.push([field]);
  }
  return (
    rows.find(
      (row) =>
        row.length >= MIN_BOXES &&
        row.length <= MAX_BOXES &&
        row.every((field, at) => isBox(scan, field) || (at === 0 && takesAll(field))),
    ) ?? []
  );
}

/** Like the box before it: the same kind, and named the same but for a number. */
function continues(scan: Scan, [first]: NonEmpty<Field>, field: Field): boolean {
  return (
    (isBox(scan, first) || takesAll(first)) &&
    isBox(scan, field) &&
    first.type === field.type &&
    seriesName(first) === seriesName(field)
  );
}

function seriesName(field: Field): string {
  return field.developer.replace(/\d+/g, '#');
}

/** The first box of a row may take the whole code, so that it can be pasted or filled in by a phone. */
function takesAll({ element, type }: Field): boolean {
  const { maxLength } = element as HTMLInputElement;
  return BOX_TYPES.has(type) && maxLength >= MIN_BOXES && maxLength <= MAX_BOXES;
}

function isBox(scan: Scan, field: Field): boolean {
  const { element, type } = field;
  if (!(element instanceof HTMLInputElement) || !BOX_TYPES.has(type) || field.purpose === 'card') return false;
  if (element.maxLength === 1 || element.getAttribute('size') === '1') return true;
  // Without a limit it takes digits or a code to be asked for, and a number in its name, or to be drawn so small.
  if (element.maxLength > 1) return false;
  const digits =
    element.inputMode === 'numeric' || type === 'tel' || type === 'number' || scan.names('otp', field.developer);
  return digits && (/\d/.test(field.developer) || isDrawnForOne(element));
}

/** Nothing longer than a character would be seen in it. */
function isDrawnForOne(element: HTMLInputElement): boolean {
  const { width, height } = native(element, 'getBoundingClientRect')();
  return width > 0 && width <= MAX_BOX_WIDTH && width <= height * SQUARE;
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

/** Where the code comes from, by what the page says; null where none is asked for. Only an authenticator's can be made from a stored secret. */
export function otpKindOf(scan: Scan, forms: LocalForm[], headings: string[], text: string): OtpKind | null {
  const codes = forms.flatMap(({ fields }) => fields.filter(({ role }) => role === 'otp'));
  if (codes.length === 0) return null;
  if (codes.some((code) => asksForBackup(scan, code, headings))) return 'backup';
  const own = [...headings, ...codes.flatMap(({ label, placeholder }) => [label, placeholder])].join('\n');
  return sourceOf(scan, text, own);
}

/** Pages that ask for an ordinary code mention these too. Only the field's own text counts, or the heading if the field has none. */
function asksForBackup(scan: Scan, { label, placeholder }: LocalField, headings: string[]): boolean {
  const words = label || placeholder || headings[0] || '';
  return scan.says('backupCode', words) && !scan.says('otp', words) && !scan.says('totp', words);
}

/** @param own what stands over the field, or on it: where that names e-mail the code comes by it, in whatever words the site says so */
function sourceOf(scan: Scan, text: string, own: string): OtpKind {
  const folded = fold(text);
  const totp = scan.says('totp', folded);
  const sent = scan.says('sent', folded);
  const sms = scan.says('sms', folded);
  const email = scan.says('emailCode', folded) || /\S@\S/.test(folded);
  if (totp && !sent) return 'totp';
  if (sent && sms) return 'sms';
  if (sent && email) return 'email';
  if (totp) return 'totp';
  if (sms) return 'sms';
  if ((sent && email) || scan.says('emailCode', fold(own))) return 'email';
  // What is sent is made by the site, wherever it goes.
  return sent ? 'sent' : 'unknown';
}
