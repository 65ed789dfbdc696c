import { native } from '../dom/native.js';
import { pinOf } from '../dom/pins.js';
import { ancestors } from '../dom/tree.js';
import type { LocalField, LocalForm } from '../frame-view.js';
import type { FieldRole } from '../view.js';
import { hash, slug } from '../words/text.js';
import { bareField, bareForm } from './bare.js';
import { cssPathOf } from './css-path.js';
import { controlRef } from './field-view.js';
import { LOGINS } from './form-classes.js';
import { type Keypad, lockedIn, REACH, textsAround, WHOLE_PAGE } from './keypad.js';
import { labelOf } from './label.js';
import { asksForOneTime, maskedPurpose } from './masked.js';
import type { Control, Field, FieldElement } from './model.js';
import { goesOn, leadsElsewhere, leavesLogin } from './press.js';
import type { Scan } from './scan.js';

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
      ...bareForm(),
      class: isPassword ? 'password' : 'otp',
      confidence: CONFIDENCE,
      margin: CONFIDENCE,
      reasons: ['keypad'],
      fields: [field],
      submit: sends,
      action: form === null || !native(form, 'hasAttribute')('action') ? null : actionOf(form),
      method: form === null ? null : native(form, 'method'),
      names: field.label === '' ? [] : [field.label],
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
  const asking = showing.length > 0 ? showing : may.filter(({ form }) => LOGINS.has(form.class));
  return asking.length === 1 ? (asking[0] ?? null) : null;
}

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
    ...bareField(),
    ref: { css: cssPathOf(box, scan.selectors), signature: hash('keypad'), pin: pinOf(box) },
    role,
    name: role === 'password' ? 'password' : role === 'otp' ? 'code' : slug(label) || 'pin',
    type: role === 'otp' ? 'code' : 'password',
    label,
    inputType: 'password',
    alias: role === 'password' ? slug(label) || null : null,
    isCalledPassword: scan.says('password', label),
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
