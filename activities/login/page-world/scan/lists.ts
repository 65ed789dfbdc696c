import { opensList } from '../dom/combobox.js';
import { native } from '../dom/native.js';
import { pinOf } from '../dom/pins.js';
import { readText } from '../dom/read-text.js';
import type { LocalField } from '../frame-view.js';
import { oneLine, slug } from '../words/text.js';
import { bareField } from './bare.js';
import type { CompleteForm } from './complete-form.js';
import { cssPathOf, signatureOf } from './css-path.js';
import { LOGINS } from './form-classes.js';
import { labelOf } from './label.js';
import type { FieldElement } from './model.js';
import type { Scan } from './scan.js';

/** What opens a list, in place of a `select` (WAI-ARIA 1.2: `combobox`, `aria-haspopup`). One that holds a field is read as that. */
const OPENERS = '[aria-haspopup=listbox], [role=combobox], button[aria-controls]';
const FIELDS = 'input, select, textarea';
const MAX_LABEL = 120;
const MAX_OPTIONS = 60;
/** How far from its button a list may stand that nothing points to. */
const REACH = 2;
const DOTS = /(?:…|\.\.\.)$/;
const LETTER = /[\p{L}\p{M}\p{N}]/u;
const DIAL = /\+\s?\d/;

/** The lists of a login that a button opens, as fields to choose in. Those that have a choice already need none. */
export function listsOf(scan: Scan, { group, parts, submit }: CompleteForm): LocalField[] {
  if (!LOGINS.has(parts.class)) return [];
  const isOurs = (element: HTMLElement): boolean =>
    element instanceof HTMLElement &&
    scan.contains(group.container, element) &&
    (native(element, 'matches')(FIELDS) ? isReadOnly(scan, element) : holdsNoField(element)) &&
    isOpener(element) &&
    scan.sight.isVisible(element) &&
    (submit === null || scan.orderOf(element) < submit.order);
  return scan.roots
    .flatMap((root) => [...native(root, 'querySelectorAll')<HTMLElement>(OPENERS)])
    .filter(isOurs)
    .flatMap((element) => fieldOf(scan, element) ?? []);
}

const holdsNoField = (element: Element): boolean => native(element, 'querySelector')(FIELDS) === null;

/** A field that nobody types into, as it only shows what is chosen. */
const isReadOnly = (scan: Scan, element: Element): boolean =>
  scan.fields.some((field) => field.element === element && !field.editable && !native(element, 'matches')(':disabled'));

/** A button may control anything. */
const isOpener = (element: Element): boolean =>
  opensList(element) || (controlledBy(element)?.matches('[role=listbox]') ?? false);

const controlledBy = (element: Element): Element | null => {
  const root = native(element, 'getRootNode')() as Document | ShadowRoot;
  const id = native(element, 'getAttribute')('aria-controls') ?? native(element, 'getAttribute')('aria-owns') ?? '';
  return root.getElementById(id);
};

/** What an opener shows: its choice, or a prompt. */
const shownIn = (element: HTMLElement): string =>
  element instanceof HTMLInputElement
    ? oneLine(element.value || element.placeholder, MAX_LABEL)
    : readText(element, MAX_LABEL);

function fieldOf(scan: Scan, element: HTMLElement): LocalField | null {
  const shown = shownIn(element);
  const label = nameOf(element, shown);
  const { options, isChosen } = optionsOf(element, shown);
  if (isDialCode(scan, element, shown)) return null;
  if (label === '' || options.some((option) => scan.saysOnly('languageName', option))) return null;
  const required = !isChosen && (options.length > 0 || isPrompt(element, shown));
  return {
    ...bareField(),
    ref: { css: cssPathOf(element, scan.selectors), signature: signatureOf(element, label), pin: pinOf(element) },
    role: 'custom',
    name: slug(label) || 'list',
    type: 'text',
    label,
    required,
    filled: !required,
    inputType: 'list',
    options: options.length === 0 ? null : options.map((option) => ({ value: option, label: option })),
  };
}

/** Its label, without the choice that is often read along with it. */
function nameOf(element: HTMLElement, shown: string): string {
  // A button and a box have what a label is read from.
  const { label } = labelOf(element as unknown as FieldElement);
  return (shown !== '' && label.endsWith(shown) ? label.slice(0, -shown.length) : label).replace(/[\s:*]+$/, '');
}

/** What it offers, as far as the page holds that before it is opened, and whether something of that is chosen. */
function optionsOf(element: HTMLElement, shown: string): { readonly options: string[]; readonly isChosen: boolean } {
  const list = controlledBy(element) ?? listBeside(element);
  const options = list === null ? [] : [...native(list, 'querySelectorAll')('[role=option]:not([aria-disabled=true])')];
  const texts = options.map((option) => oneLine(native(option, 'textContent') ?? '', MAX_LABEL));
  if (texts.length > MAX_OPTIONS) return { options: [], isChosen: false };
  const isMarked = options.some((option) => native(option, 'matches')('[aria-selected=true], [aria-checked=true]'));
  return {
    options: texts.filter((text) => text !== ''),
    isChosen: namesOne(shown, texts) || (isMarked && !DOTS.test(shown)),
  };
}

/** Whether a text names one of several, beside what else it says: "Company: Acme GmbH ▾". */
function namesOne(shown: string, all: readonly string[]): boolean {
  const isLetter = (at: number): boolean => LETTER.test(shown.charAt(at));
  const named = all
    .filter((text) => {
      const at = text === '' ? -1 : shown.indexOf(text);
      return at >= 0 && !isLetter(at - 1) && !isLetter(at + text.length);
    })
    .toSorted((one, other) => other.length - one.length);
  return named.length > 0 && named.every((text) => named[0]?.includes(text));
}

/** The flag of a country beside the number of a phone: it says nothing, or how numbers there begin. */
function isDialCode(scan: Scan, element: Element, shown: string): boolean {
  if (shown !== '' && !DIAL.test(shown)) return false;
  for (let at = native(element, 'parentElement'); at !== null; at = native(at, 'parentElement')) {
    const box = at;
    const fields = scan.fields.filter((field) => field.visible && scan.contains(box, field.element));
    if (fields.length > 0) return fields.every(({ type }) => type === 'tel');
  }
  return false;
}

function listBeside(element: Element): Element | null {
  let at: Element | ShadowRoot = element;
  for (let level = 0; level < REACH; level += 1) {
    const parent: ParentNode | null = native(at, 'parentNode');
    if (!(parent instanceof Element) && !(parent instanceof ShadowRoot)) return null;
    at = parent;
    const lists = [...native(at, 'querySelectorAll')('[role=listbox]')];
    if (lists.length > 0) return lists.length === 1 ? (lists[0] ?? null) : null;
  }
  return null;
}

/** Whether it says that something is to be chosen, where its list is not there yet: "Select…". */
const isPrompt = (element: Element, shown: string): boolean =>
  DOTS.test(shown) ||
  (element instanceof HTMLInputElement && element.value === '') ||
  native(element, 'getAttribute')('aria-required') === 'true';
