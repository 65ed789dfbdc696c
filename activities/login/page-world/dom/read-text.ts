import { getComputedStyle } from './builtins.js';
import { native } from './native.js';

/** Content that isn't text for people, or that is about something other than its surroundings. */
const SILENT = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'SELECT', 'TEXTAREA', 'IFRAME', 'OBJECT']);

/**
 * The text of an element as a person reads it: rendered parts only, slots filled, images by their alternative text, icons left out.
 * Stops at `limit` characters, so that a long page costs no more than a short one.
 * @param isLast tells what is read after everything else
 */
export function readText(root: Element, limit = 400, isLast: ((element: Element) => boolean) | null = null): string {
  const parts: string[] = [];
  const last: Element[] = [];
  let length = 0;
  const add = (text: string) => {
    const words = text.replace(/\s+/g, ' ');
    if (words === '' || words === ' ') return;
    parts.push(words);
    length += words.length;
  };
  const read = (node: Node) => {
    if (length >= limit) return;
    if (node instanceof Text) return add(node.data);
    if (!(node instanceof Element) || SILENT.has(native(node, 'tagName'))) return;
    if (node !== root && !isShown(node)) return;
    if (isLast?.(node) && !last.includes(node)) return void last.push(node);
    if (node instanceof HTMLImageElement) return add(` ${node.alt} `);
    if (iconName(node) !== '' || isInitial(node)) return;
    const children = node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : childNodesOf(node);
    if (parts.length > 0 && !isInline(node)) add(' · ');
    for (const child of children) read(child);
    // Style sheets separate neighbours where the markup doesn't. A single letter stays attached: it is an access key or an initial.
    if ((native(node, 'textContent') ?? '').length > 1) parts.push(' ');
  };
  read(root);
  for (const element of last) read(element);
  return parts
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/(?: ·)+ ?/g, ' · ')
    .replace(/^ ?· | ·? ?$/g, '')
    .trim()
    .slice(0, limit);
}

/** Whether what stands in an element of a rendered parent is rendered. An element without a box of its own, such as a slot, may still show its content. */
function isShown(element: Element): boolean {
  if (native(element, 'checkVisibility')({ visibilityProperty: true })) return true;
  const { display, visibility } = getComputedStyle(element);
  return display === 'contents' && visibility === 'visible';
}

/** The picture that stands for somebody without one: a letter that is hidden from readers, beside words that begin with it. */
function isInitial(element: Element): boolean {
  if (native(element, 'getAttribute')('aria-hidden') !== 'true') return false;
  const [letter = '', ...others] = (native(element, 'textContent') ?? '').trim();
  const beside = native(element, 'nextElementSibling') ?? native(element, 'parentElement')?.nextElementSibling;
  const words = (beside == null ? '' : (native(beside, 'textContent') ?? '')).trim();
  return others.length < 2 && /\p{L}/u.test(letter) && words.toLowerCase().startsWith(letter.toLowerCase());
}

/** Words that fonts and scripts of icons draw as a picture. */
const ICON_WORD = /^\s*[a-z][a-z0-9]*(?:_[a-z0-9]+)*\s*$/;
const ICON = /(?:^|[-_\s])(?:icons?|ico|glyphs?|mdi)(?:$|[-_\s])|material-symbols/i;
const ICON_FONT = /^["']?[^,]*(?:icon|symbols|awesome|glyph)/i;

/** The name of the picture that an element shows in place of its text ("arrow_forward"); empty where it shows its text. */
export function iconName(element: Element): string {
  const text = native(element, 'childElementCount') === 0 ? (native(element, 'textContent') ?? '') : '';
  if (!ICON_WORD.test(text)) return '';
  const called = `${native(element, 'localName')} ${native(element, 'getAttribute')('class') ?? ''}`;
  return ICON.test(called) || ICON_FONT.test(getComputedStyle(element).fontFamily) ? text.trim() : '';
}

/** The words that a style sheet writes into an element, before and behind its content. */
export function generatedText(root: Element): string {
  return [root, ...native(root, 'querySelectorAll')('*')]
    .flatMap((element) => ['::before', '::after'].map((part) => contentOf(element, part)))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Strings and attributes of `content` (CSS Content 3); letters alone, for fonts of icons use characters of no script. */
function contentOf(element: Element, part: string): string {
  const { content } = getComputedStyle(element, part);
  const found = content.matchAll(/"((?:[^"\\]|\\.)*)"|attr\(\s*([\w-]+)\s*\)/g);
  const texts = [...found].map(([, text, name]) => text ?? native(element, 'getAttribute')(name ?? '') ?? '');
  return texts.filter((text) => /\p{L}/u.test(text)).join('');
}

function childNodesOf(element: Element): NodeListOf<ChildNode> {
  return native(element, 'shadowRoot')?.childNodes ?? native(element, 'childNodes');
}

const INLINE = new Set([
  'A',
  'ABBR',
  'B',
  'BDI',
  'BDO',
  'EM',
  'FONT',
  'I',
  'MARK',
  'S',
  'SMALL',
  'SPAN',
  'STRONG',
  'SUB',
  'SUP',
  'U',
  'SLOT',
]);

function isInline(element: Element): boolean {
  return INLINE.has(native(element, 'tagName'));
}

/** The elements that an `aria-labelledby` or `aria-describedby` names. */
export function referencedBy(element: Element, attribute: string): Element[] {
  const ids = (element.getAttribute(attribute) ?? '').split(/\s+/).filter((id) => id !== '');
  const root = element.getRootNode() as Document | ShadowRoot;
  return ids.map((id) => native(root, 'getElementById')(id)).filter((found) => found !== null);
}

/** Their text. */
export const readReferenced = (element: Element, attribute: string): string =>
  referencedBy(element, attribute)
    .map((found) => readText(found, 200))
    .join(' ')
    .trim();

/** How much is written in elements, apart from spaces, whether it is shown or not. */
export const lettersIn = (elements: readonly Element[]): number =>
  elements.reduce((sum, one) => sum + (native(one, 'textContent') ?? '').replaceAll(/\s/g, '').length, 0);
