import { byKind, digitsOn, inOrder, type Key, keysIn } from '../dom/keypad.js';
import { native } from '../dom/native.js';
import { lettersIn, readText } from '../dom/read-text.js';
import { ancestors } from '../dom/tree.js';
import type { Field, Purpose } from './model.js';
import type { Scan } from './scan.js';

/** Keys for the ten digits, which a page draws to press a PIN on. */
export interface Keypad {
  /** The smallest element that holds all of them. */
  readonly box: Element;
  readonly keys: readonly Element[];
}

const DIGITS = 10;
/** A larger page is no login with a keypad. */
const MAX_ELEMENTS = 4_000;
/** How many levels above the keys still belong to them. */
export const REACH = 4;
const AROUND_LENGTH = 600;
export const WHOLE_PAGE = 'body, html';

/**
 * The keypad that a page asks for a PIN or a password on, where nothing else takes it: what can be typed into a field is typed. Null where its digits can't be
 * read as text.
 */
export function keypadOf(scan: Scan): Keypad | null {
  if (takesTyping(scan) || scan.size > MAX_ELEMENTS) return null;
  const keys = keysIn(document, (element) => scan.sight.isVisible(element));
  const [single = [], double = []] = byKind(keys);
  const box = boxOf(single) ?? boxOf(double);
  if (
    box === null ||
    !(asksForSecret(scan, box) || lockedIn(scan, native(document, 'body')) !== null || logsIn(scan, box))
  )
    return null;
  const own = inOrder(keys.filter(({ element }) => scan.contains(box, element)));
  return own === null || standInRecords(scan, own) ? null : { box, keys: own };
}

const ROW = 'tr, [role=row]';

/** Whether digits stand in lines that tell about one thing each, as in a table of users: nothing else than keys stands beside a key. */
function standInRecords(scan: Scan, keys: readonly Element[]): boolean {
  const tells = keys.filter((key) => {
    const row = native(key, 'closest')(ROW);
    if (row === null) return false;
    const others = keys.filter((other) => scan.contains(row, other));
    return lettersIn([row]) - lettersIn(others) >= MIN_WORD;
  });
  return tells.length * 2 > keys.length;
}

/** Letters of a word that is more than the caption of a key to clear or to send. */
const MIN_WORD = 12;

const SECRETS: ReadonlySet<Purpose> = new Set([
  'otp',
  'code',
  'pin',
  'secret',
  'answer',
  'password',
  'currentPassword',
]);

/** Whether a secret can be typed on the page. */
export const takesTyping = (scan: Scan): boolean =>
  scan.fields.some(
    ({ type, visible, editable, purpose }) => visible && editable && (type === 'password' || SECRETS.has(purpose)),
  );

/** The smallest element that holds every digit, and each once, on keys of one kind. */
function boxOf(keys: readonly Key[]): Element | null {
  if (digitsOn(keys) < DIGITS) return null;
  for (const zero of keys.filter(({ digits }) => digits.includes(0))) {
    for (const at of ancestors(zero.element)) {
      const inside = keys.filter(({ element }) => [...ancestors(element)].includes(at));
      if (digitsOn(inside) > DIGITS) break;
      if (inOrder(inside) !== null) return at;
    }
  }
  return null;
}

/** Not the keys of a telephone or a calculator. */
export const asksForSecret = (scan: Scan, box: Element): boolean => {
  const around = [...textsAround(box), ...scan.headings.map(({ text }) => text), native(document, 'title')].join(' · ');
  return (['pin', 'password', 'oneTimePassword', 'otp', 'otherSecret'] as const).some((word) =>
    scan.says(word, around),
  );
};

/** In the form of a login, a field that can't be typed into waits for what is pressed there, in whatever words. */
function logsIn(scan: Scan, box: Element): boolean {
  const form = native(box, 'closest')('form');
  if (form === null) return false;
  const inForm = scan.fields.filter(({ element, visible }) => visible && element.form === form);
  const [waiting, ...others] = inForm.filter(({ editable, type }) => !editable && type !== 'select');
  return (
    waiting !== undefined &&
    others.length === 0 &&
    waiting.element.value === '' &&
    inForm.some(({ editable, type }) => editable && type !== 'select') &&
    scan.controls.some(({ element, label }) => native(form, 'contains')(element) && scan.says('login', label))
  );
}

export function textsAround(box: Element): string[] {
  const near = [...ancestors(box)].slice(0, REACH).filter((at) => !native(at, 'matches')(WHOLE_PAGE));
  const widest = near.at(-1);
  return [native(box, 'getAttribute')('aria-label') ?? '', widest === undefined ? '' : readText(widest, AROUND_LENGTH)];
}

/** A masked field that shows what is pressed elsewhere. */
export const lockedIn = (scan: Scan, box: Element | null): Field | null =>
  scan.fields.find(
    ({ element, visible, editable, type }) =>
      visible && !editable && type === 'password' && box !== null && scan.contains(box, element),
  ) ?? null;
