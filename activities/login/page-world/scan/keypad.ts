import { byKind, digitsOn, inOrder, type Key, keysIn } from '../dom/keypad.js';
import { native } from '../dom/native.js';
import { pinOf } from '../dom/pins.js';
import { lettersIn, readText } from '../dom/read-text.js';
import { ancestors } from '../dom/tree.js';
import type { LocalField, LocalForm } from '../frame-view.js';
import type { FieldRole } from '../view.js';
import { hash, slug } from '../words/text.js';
import { cssPathOf } from './css-path.js';
import { controlRef } from './field-view.js';
import { labelOf } from './label.js';
import { asksForOneTime, maskedPurpose } from './masked.js';
import type { Control, Field, FieldElement, Purpose } from './model.js';
import { goesOn, leadsElsewhere, leavesLogin } from './press.js';
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
const REACH = 4;
const AROUND_LENGTH = 600;
const WHOLE_PAGE = 'body, html';

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

function textsAround(box: Element): string[] {
  const near = [...ancestors(box)].slice(0, REACH).filter((at) => !native(at, 'matches')(WHOLE_PAGE));
  const widest = near.at(-1);
  return [native(box, 'getAttribute')('aria-label') ?? '', widest === undefined ? '' : readText(widest, AROUND_LENGTH)];
}

/** A form with the keypad as its last field; of its own where no form that is known has to do with the keys. */
export function withKeypad<T extends { readonly form: LocalForm; readonly box: Element }>(
  scan: Scan,
  keypad: Keypad,
  found: readonly T[],
): { readonly of: T | null; readonly form: LocalForm } {
  const may = found.filter(({ form }) => MAY_HOLD.has(form.class));
  const near = may.find((one) => belongsTo(keypad, one.box));
  const of = near ?? elsewhere(scan, keypad, may);
  const names = of?.form.fields.map(named) ?? [];
  const display = displayOf(scan, keypad) ?? (of === null ? null : lockedIn(scan, of.box));
  const field = fieldOf(scan, keypad, display, names.length > 0);
  const submit = submitOf(scan, keypad);
  const signature = hash(`${of?.form.signature ?? ''}|keypad`);
  const own = of === null || of === near ? null : of.form.submit;
  const sends = submit === null ? own : controlRef(scan, submit);
  const isPassword = field.role === 'password';
  if (of !== null) {
    const fields = [...names, field];
    return {
      of,
      form: {
        ...of.form,
        class: isPassword ? 'login' : 'otp',
        fields,
        submit: sends,
        signature,
        rank: of.form.rank + WEIGHT,
      },
    };
  }
  const form = native(keypad.box, 'closest')('form');
  return {
    of,
    form: {
      source: 'page',
      class: isPassword ? 'password' : 'otp',
      confidence: CONFIDENCE,
      margin: CONFIDENCE,
      reasons: ['keypad'],
      fields: [field],
      submit: sends,
      remember: null,
      boxes: [],
      action: form === null || !native(form, 'hasAttribute')('action') ? null : actionOf(form),
      method: form === null ? null : native(form, 'method'),
      names: field.label === '' ? [] : [field.label],
      tab: null,
      task: null,
      modal: false,
      setsNew: false,
      framed: false,
      candidates: [],
      signature,
      rank: WEIGHT,
    },
  };
}

const MAY_HOLD: ReadonlySet<LocalForm['class']> = new Set([
  'login',
  'identifier',
  'password',
  'other',
  'none',
  'ambiguous',
]);
const WEIGHT = 5;
const CONFIDENCE = 0.9;

const actionOf = (form: HTMLFormElement): string | null => {
  const url = new URL(native(form, 'getAttribute')('action') ?? '', native(document, 'baseURI'));
  return url.origin === 'null' ? url.protocol : url.origin + url.pathname;
};

/** In the same form; without one, close by. */
function belongsTo({ box }: Keypad, container: Element): boolean {
  const form = native(box, 'closest')('form');
  if (form !== null) return native(form, 'contains')(container) || native(container, 'contains')(form);
  const near = [...ancestors(box)].slice(0, REACH + 1).filter((at) => !native(at, 'matches')(WHOLE_PAGE));
  return near.some((at) => native(at, 'contains')(container) || container === at);
}

/**
 * The form of keys that stand apart from it: the one that shows what was pressed in a field that can't be typed into, or else the one that asks for the rest
 * of a login. Null where there are several.
 */
function elsewhere<T extends { readonly form: LocalForm; readonly box: Element }>(
  scan: Scan,
  { box }: Keypad,
  may: readonly T[],
): T | null {
  if (native(box, 'closest')('form') !== null) return null;
  const showing = may.filter((one) => lockedIn(scan, one.box) !== null);
  const asking = showing.length > 0 ? showing : may.filter(({ form }) => LOGS_IN.has(form.class));
  return asking.length === 1 ? (asking[0] ?? null) : null;
}

const LOGS_IN: ReadonlySet<LocalForm['class']> = new Set(['login', 'identifier', 'password']);

/** A masked field that shows what is pressed elsewhere. */
const lockedIn = (scan: Scan, box: Element | null): Field | null =>
  scan.fields.find(
    ({ element, visible, editable, type }) =>
      visible && !editable && type === 'password' && box !== null && scan.contains(box, element),
  ) ?? null;

/** Beside a keypad, the only text is the name that the PIN is of. */
const named = (field: LocalField, _at: number, all: readonly LocalField[]): LocalField =>
  field.role === 'custom' && all.length === 1 && field.options === null
    ? { ...field, role: 'identifier', name: 'username', alias: field.name, required: true }
    : field;

/** The field that shows how much was pressed, and can't be typed into. */
function displayOf(scan: Scan, { box }: Keypad): Field | null {
  const near = [...ancestors(box)].slice(0, REACH + 2);
  const shown = scan.fields.filter(({ visible, editable, type }) => visible && !editable && type !== 'select');
  const of = (at: Element): Field | undefined => shown.find(({ element }) => scan.contains(at, element));
  return near.map(of).find((field) => field !== undefined) ?? null;
}

function fieldOf(scan: Scan, keypad: Keypad, display: Field | null, hasName: boolean): LocalField {
  const { box } = keypad;
  const label = labelIn(scan, box, display);
  const role = roleOf(scan, box, label, hasName);
  return {
    ref: { css: cssPathOf(box, scan.selectors), signature: hash('keypad'), pin: pinOf(box) },
    role,
    name: role === 'password' ? 'password' : role === 'otp' ? 'code' : slug(label) || 'pin',
    type: role === 'otp' ? 'code' : 'password',
    label,
    labelled: true,
    placeholder: null,
    hint: null,
    required: true,
    filled: false,
    inputType: 'password',
    maxLength: null,
    options: null,
    appendsCode: null,
    alias: role === 'password' ? slug(label) || null : null,
    called: [],
    isCalledPassword: scan.says('password', label),
    isOfSomething: false,
    isCalledName: false,
    mayBePin: null,
    positions: null,
    marks: [],
    boxes: [],
    keypad: true,
  };
}

/** What a person reads over the keys, without the dots of what was pressed. */
function labelIn(scan: Scan, box: Element, display: Field | null): string {
  const before = scan.headings.filter(({ order }) => order < scan.orderOf(box)).at(-1)?.text ?? '';
  const texts = [display?.label ?? '', labelOf(box as unknown as FieldElement).label, before];
  return texts.map((text) => text.replace(/[\s•●∙⚫*·_]+$/u, '')).find((text) => /\p{L}/u.test(text)) ?? '';
}

/** What is pressed there: as a masked field with the same label would be read. */
function roleOf(scan: Scan, box: Element, label: string, hasName: boolean): FieldRole {
  const texts = { label, labelled: true, placeholder: '', developer: '', autocomplete: '' };
  const purpose = label === '' ? 'pin' : maskedPurpose(scan, texts);
  if (purpose === 'otp') return 'otp';
  if (purpose === 'pin' || purpose === null) {
    const around = textsAround(box).join(' · ');
    return hasName || scan.says('password', label) || !asksForOneTime(scan, around) ? 'password' : 'otp';
  }
  return 'custom';
}

/** The key that submits what was pressed; null if the last digit does. A backspace key is not one. */
function submitOf(scan: Scan, { box, keys }: Keypad): Control | null {
  const form = native(box, 'closest')('form');
  const near =
    form ?? [...ancestors(box)].slice(0, REACH + 1).findLast((at) => !native(at, 'matches')(WHOLE_PAGE)) ?? box;
  const may = scan.controls.filter(
    (control) =>
      scan.contains(near, control.element) &&
      !keys.some((key) => scan.contains(key, control.element) || scan.contains(control.element, key)) &&
      !leadsElsewhere(scan, control) &&
      !leavesLogin(scan, control) &&
      !scan.says('forgot', control.label),
  );
  return (
    may.find(({ label }) => scan.saysOnly('login', label) || scan.saysOnly('continue', label)) ??
    may.find(({ label }) => label !== '' && goesOn(scan, label)) ??
    may.find(({ submits, element }) => submits && form !== null && !scan.contains(box, element)) ??
    null
  );
}
