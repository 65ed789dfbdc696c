import { native } from './native.js';

/** Content that isn't text for people, or that is about something other than its surroundings. */
const SILENT = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'SELECT', 'TEXTAREA', 'IFRAME', 'OBJECT']);

/**
 * The text of an element as a person reads it: rendered parts only, slots filled, images by their alternative text.
 * Stops at `limit` characters, so that a long page costs no more than a short one.
 */
export function readText(root: Element, limit = 400): string {
  const parts: string[] = [];
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
    if (node !== root && !native(node, 'checkVisibility')({ visibilityProperty: true })) return;
    if (node instanceof HTMLImageElement) return add(` ${node.alt} `);
    const children = node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : childNodesOf(node);
    if (parts.length > 0 && !isInline(node)) add(' · ');
    for (const child of children) read(child);
    // Style sheets separate neighbours where the markup doesn't. A single letter stays attached: it is an access key or an initial.
    if ((native(node, 'textContent') ?? '').length > 1) parts.push(' ');
  };
  read(root);
  return parts
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/(?: ·)+ ?/g, ' · ')
    .replace(/^ ?· | ·? ?$/g, '')
    .trim()
    .slice(0, limit);
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

/** Text of the elements that an `aria-labelledby` or `aria-describedby` names. */
export function readReferenced(element: Element, attribute: string): string {
  const ids = (element.getAttribute(attribute) ?? '').split(/\s+/).filter((id) => id !== '');
  const root = element.getRootNode() as Document | ShadowRoot;
  const texts = ids.map((id) => native(root, 'getElementById')(id)).filter((found) => found !== null);
  return texts
    .map((found) => readText(found, 200))
    .join(' ')
    .trim();
}
