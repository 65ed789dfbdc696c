import { isWritableAwake, takerOf, typeOf } from '../dom/awake.js';
import { getComputedStyle } from '../dom/builtins.js';
import { isDrawnByOthers } from '../dom/drawn.js';
import { native } from '../dom/native.js';
import { generatedText, iconName, readReferenced, readText } from '../dom/read-text.js';
import { composedParent, walk } from '../dom/tree.js';
import { isBuried } from '../dom/visibility.js';
import { oneLine } from '../words/text.js';
import type { Words } from '../words/words.js';
import { choiceLabelOf, hasAside, type Label, labelOf, labelWithoutHelp } from './label.js';
import type { Control, Field, FieldElement } from './model.js';
import { purposeOf } from './purpose.js';
import { PURPOSE_WORDS } from './purposes.js';
import { Scan } from './scan.js';

/** Input types a person types into. */
const TYPED = new Set(['text', 'email', 'password', 'tel', 'number', 'url', 'search', 'date', 'month']);
const PRESSED_ROLES = new Set(['button', 'link', 'tab']);
const BUTTON_TYPES = new Set(['submit', 'button', 'image']);
/** A button has few pictures. */
const MAX_PICTURES = 6;
const DEVELOPER_ATTRIBUTES = [
  'name',
  'id',
  'data-testid',
  'data-test',
  'data-qa',
  'formcontrolname',
  'ng-model',
  'v-model',
];

/** Walks the document once and picks up what can be filled, pressed and read. */
export function collect(words: Words, everybody: ReadonlySet<string>): Scan {
  const scan = new Scan(words, everybody);
  walk(
    document,
    (element) => {
      const order = scan.enter(element);
      if (element instanceof HTMLElement) take(scan, element, order);
    },
    (element) => scan.leave(element),
  );
  return scan;
}

function take(scan: Scan, element: HTMLElement, order: number): void {
  // A form contains the collected elements but is not one of them.
  if (element instanceof HTMLFormElement) return;
  if (element instanceof HTMLInputElement && (element.type === 'checkbox' || element.type === 'radio')) {
    scan.choices.push({ element, order, label: choiceLabelOf(element), developer: developerText(element) });
  } else if (isField(element)) {
    scan.fields.push(fieldOf(scan, element, order));
  } else if (isControl(element)) {
    if (scan.sight.isVisible(element)) scan.controls.push(controlOf(element, order));
  } else if (isHeading(element) && scan.sight.isVisible(element)) {
    const text = oneLine(readText(element, 160), 160);
    const level = /^H[1-6]$/.test(element.tagName) ? Number(element.tagName[1]) : 4;
    if (text !== '') scan.headings.push({ element, order, text, level });
  }
}

function isField(element: HTMLElement): element is FieldElement {
  if (element instanceof HTMLInputElement) return TYPED.has(element.type);
  return element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
}

function isControl(element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement) return BUTTON_TYPES.has(element.type);
  if (element instanceof HTMLButtonElement || element instanceof HTMLAnchorElement) return true;
  const role = element.getAttribute('role') ?? '';
  // Some menus say so of the box around a link.
  if (role === 'menuitem') return element.querySelector(HOLDS_MORE) === null;
  return PRESSED_ROLES.has(role) || element.tagName === 'SUMMARY' || actsAsButton(element);
}

const CALLED_BUTTON = /(?:^|[-_\s])(?:btn|button|submit)(?:$|[-_\s\d])/i;
/** What is more than a caption. */
export const HOLDS_MORE = 'input, select, textarea, button, a, label, form, [role=button], [onclick]';
/** What is pressed as a whole. */
export const PRESSED = 'button, a, label, summary, [role=button], [role=link], [role=tab], [role=menuitem]';
/** More text is no caption. */
const MAX_CAPTION = 60;

/** Any other element that a person takes for a button: a script hears its click, or it is called one and the pointer says so. */
function actsAsButton(element: HTMLElement): boolean {
  if (element instanceof HTMLLabelElement || element.localName === 'body') return false;
  if (composedParent(element)?.closest(PRESSED) != null) return false;
  const called = () => `${element.localName} ${element.getAttribute('class') ?? ''} ${element.id}`;
  if (
    !element.hasAttribute('onclick') &&
    !(CALLED_BUTTON.test(called()) && getComputedStyle(element).cursor === 'pointer')
  )
    return false;
  return (
    (native(element, 'textContent') ?? '').trim().length <= MAX_CAPTION && element.querySelector(HOLDS_MORE) === null
  );
}

function isHeading(element: HTMLElement): boolean {
  if (/^(?:H[1-6]|LEGEND)$/.test(element.tagName) || element.getAttribute('role') === 'heading') return true;
  if (element.closest('label') !== null) return false;
  // Many pages write their headings as plain boxes with a telling class.
  return (
    /(?:^|[-_\s])(?:title|heading|headline)(?:$|[-_\s])/i.test(`${element.className} ${element.id}`) &&
    element.querySelector('input, select, textarea, button, h1, h2, h3, h4, h5, h6') === null
  );
}

function fieldOf(scan: Scan, element: FieldElement, order: number): Field {
  const taker = takerOf(element);
  const texts = {
    ...ownLabelOf(scan, element),
    placeholder: element.getAttribute('placeholder') ?? promptOf(scan, element),
    developer: taker === null ? developerText(element) : `${developerText(element)} ${developerText(taker)}`,
    autocomplete: autocompleteOf(element),
  };
  return {
    element,
    order,
    type: typeOf(element),
    ...texts,
    visible: scan.sight.isVisible(element) && (isDrawnByOthers(element) || !isBuried(element)),
    editable:
      !native(element, 'matches')(':disabled') &&
      (isWritableAwake(element) || (element as HTMLInputElement).readOnly !== true),
    purpose: purposeOf(scan, element, texts),
  };
}

/** The label, without help that stands in it, where that is an aside, or the rest names what the field is for: "User ID (forgot your e-mail?)" asks for no e-mail address. */
function ownLabelOf(scan: Scan, element: FieldElement): Label {
  const own = labelWithoutHelp(element);
  const isName = hasAside(element) || PURPOSE_WORDS.some((word) => scan.says(word, own));
  return own !== '' && isName ? { label: own, labelled: true } : labelOf(element);
}

const PROMPTS = ['username', 'email', 'phone', 'password'] as const;

/** What old pages write into a field until somebody types: its label. Empty where that is a value. */
export function promptOf(scan: Scan, element: FieldElement): string {
  if (!(element instanceof HTMLInputElement) || element.type !== 'text') return '';
  const { value, defaultValue } = element;
  return value === defaultValue && PROMPTS.some((prompt) => scan.says(prompt, value)) ? value : '';
}

/** Last token of `autocomplete`; `webauthn` only says that passkeys are offered too (HTML standard, 4.10.18.7). */
function autocompleteOf(element: Element): string {
  const tokens = (element.getAttribute('autocomplete') ?? '').toLowerCase().split(/\s+/);
  const last = tokens.filter((token) => token !== '' && token !== 'webauthn').at(-1) ?? '';
  return last === 'on' || last === 'off' ? '' : last;
}

function developerText(element: Element): string {
  return DEVELOPER_ATTRIBUTES.map((attribute) => element.getAttribute(attribute) ?? '')
    .filter((value) => value !== '')
    .join(' ');
}

export function controlOf(element: HTMLElement, order: number): Control {
  const role = element.getAttribute('role');
  const link = role === 'link' || (element instanceof HTMLAnchorElement && role !== 'button');
  const href = element instanceof HTMLAnchorElement ? (element.getAttribute('href') ?? '') : '';
  const label = controlLabelOf(element);
  return {
    element,
    order,
    label,
    developer: [developerText(element), element.getAttribute('class') ?? '', label === '' ? picturesIn(element) : '']
      .filter((text) => text !== '')
      .join(' '),
    submits:
      (element instanceof HTMLButtonElement && element.type === 'submit') ||
      (element instanceof HTMLInputElement && (element.type === 'submit' || element.type === 'image')),
    link,
    href,
    disabled: native(element, 'matches')(':disabled') || element.getAttribute('aria-disabled') === 'true',
  };
}

export function controlLabelOf(element: HTMLElement): string {
  if (element instanceof HTMLInputElement) {
    const text = element.type === 'image' ? element.alt : element.value;
    const named = text || element.getAttribute('aria-label') || element.title;
    // Browsers write the word on a button that sends.
    return oneLine(named || (element.type === 'button' ? '' : 'Submit'), 120);
  }
  const named = readReferenced(element, 'aria-labelledby');
  const shown = readText(element, 120);
  // A picture made of characters ("👤", "☰") says nothing where the page has words for it.
  const text =
    named ||
    (hasWords(shown) ? shown : '') ||
    element.getAttribute('aria-label') ||
    element.title ||
    element.querySelector('svg title')?.textContent ||
    shown ||
    generatedText(element);
  return oneLine(text, 120);
}

const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** What developers call the pictures on a button without words: an eye, an arrow. */
function picturesIn(element: HTMLElement): string {
  const pictures = [element, ...element.querySelectorAll('i, span, svg, use, img, [class*=icon i]')].slice(
    0,
    MAX_PICTURES,
  );
  return pictures
    .map((picture) => {
      const named = ['class', 'data-icon', 'name', 'href', 'xlink:href'].map(
        (name) => picture.getAttribute(name) ?? '',
      );
      const file = /([^/?#]*)(?:[?#].*)?$/.exec(picture.getAttribute('src') ?? '')?.[1] ?? '';
      return [...named, file, iconName(picture)].filter((text) => text !== '').join(' ');
    })
    .join(' ');
}
