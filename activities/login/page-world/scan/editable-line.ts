import { heldBy } from '../dom/editable-line.js';
import { native } from '../dom/native.js';
import type { LocalField, LocalForm } from '../frame-view.js';
import type { FieldType } from '../view.js';
import { hash, slug } from '../words/text.js';
import type { Concept } from '../words/words.js';
import { bareField, bareForm } from './bare.js';
import { controlRef, refOf } from './field-view.js';
import { asksForValues } from './form-classes.js';
import { labelOf } from './label.js';
import type { Control, FieldElement } from './model.js';
import { couldSend, goesOn } from './press.js';
import { PURPOSE_WORDS } from './purposes.js';
import type { Scan } from './scan.js';
import { isFramed } from './site-frame.js';

/** What is typed into as a line of text, and is no field of HTML (WAI-ARIA 1.2, textbox). */
const LINES = '[role=textbox]:is([contenteditable=""], [contenteditable=true], [contenteditable=plaintext-only])';
/** A higher one takes a text. In pixels. */
const MAX_LINE = 80;
/** What a page writes there before anybody types: the code of a country. */
const MAX_BEGINNING = 4;
const CONFIDENCE = 0.9;
const NAMES = { email: 'email', phone: 'tel', username: 'text' } as const satisfies Record<string, FieldType>;
const KINDS = Object.keys(NAMES) as (keyof typeof NAMES)[];
/** What such a line may be for instead. */
const OTHERS: readonly Concept[] = [
  ...PURPOSE_WORDS.filter((word) => !(word in NAMES)),
  ...(['code', 'oneTimePassword', 'totp', 'sms'] as const),
];

/**
 * The step that asks for a name in the one such line of a page, where it has a label for it that names nothing else, says that it is about a login, and asks for nothing else. A secret
 * is never typed there: it would be seen.
 */
export function lineForm(scan: Scan, forms: readonly LocalForm[]): LocalForm | null {
  if (asksForValues([...forms])) return null;
  const lines = scan.roots
    .flatMap((root) => [...native(root, 'querySelectorAll')<HTMLElement>(LINES)])
    .filter((element) => scan.sight.isVisible(element) && !isFramed(element));
  const [line, ...others] = lines;
  if (line === undefined || others.length > 0 || !isSingle(line)) return null;
  const { label } = labelOf(line as unknown as FieldElement);
  const name = KINDS.find((kind) => scan.says(kind, label)) ?? (isOther(scan, label) ? undefined : 'username');
  const isLogin = [native(document, 'title'), ...scan.headings.map(({ text }) => text)].some((text) =>
    scan.says('login', text),
  );
  const submit = submitAfter(scan, line);
  if (name === undefined || !isLogin || submit === null) return null;
  return {
    ...bareForm(),
    class: 'identifier',
    confidence: CONFIDENCE,
    margin: CONFIDENCE,
    reasons: ['editableLine'],
    fields: [fieldOf(scan, line, { label, name, type: NAMES[name] })],
    submit: controlRef(scan, submit),
    names: [label],
    signature: hash(`line|${label}`),
  };
}

const isOther = (scan: Scan, label: string): boolean => label === '' || OTHERS.some((word) => scan.says(word, label));

const isSingle = (line: HTMLElement): boolean =>
  native(line, 'getAttribute')('aria-multiline') !== 'true' &&
  native(line, 'getBoundingClientRect')().height < MAX_LINE;

/** The first button behind it that says that it goes on. */
const submitAfter = (scan: Scan, line: Element): Control | null =>
  scan.controls.find(
    (control) => control.order > scan.orderOf(line) && couldSend(scan, control) && goesOn(scan, control.label),
  ) ?? null;

function fieldOf(
  scan: Scan,
  line: HTMLElement,
  { label, name, type }: Pick<LocalField, 'label' | 'name' | 'type'>,
): LocalField {
  const held = heldBy(line).replaceAll(/[^\p{L}\p{N}]/gu, '');
  return {
    ...bareField(),
    ref: refOf(scan, line, label),
    role: 'identifier',
    name,
    type,
    label,
    filled: held.length > MAX_BEGINNING,
    inputType: 'line',
    alias: slug(label) || null,
    isCalledName: true,
  };
}
