import { escapeCss } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { childrenOf, composedParent } from '../dom/tree.js';
import { hash } from '../words/text.js';

type Roots = readonly (Document | ShadowRoot)[];

/**
 * A CSS path to exactly this element. Where the element has an id or a name that's unique in the page, that is the
 * path; else it's the way down from the nearest such ancestor. `>` steps cross shadow roots as Playwright reads them.
 * @param roots of the page: the document and its open shadow roots
 */
export function cssPathOf(element: Element, roots: Roots): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at !== null; at = composedTreeParent(at)) {
    const short = shortName(at, roots);
    if (short !== null) return [short, ...steps].join(' > ');
    steps.unshift(position(at));
  }
  return steps.join(' > ');
}

/** The parent by tree, not by slot: that's what child selectors follow. */
function composedTreeParent(element: Element): Element | null {
  return native(element, 'parentElement') ?? composedParent(element);
}

function shortName(element: Element, roots: Roots): string | null {
  const tag = escapeCss(native(element, 'localName'));
  const id = native(element, 'getAttribute')('id') ?? '';
  const name = native(element, 'getAttribute')('name');
  const candidates: string[] = [];
  if (id !== '') candidates.push(`#${escapeCss(id)}`, `${tag}#${escapeCss(id)}`);
  if (name !== null && name !== '') candidates.push(`${tag}[name=${JSON.stringify(name)}]`);
  if (element === native(document, 'body')) candidates.push('body');
  return candidates.find((selector) => isUnique(selector, roots)) ?? null;
}

function isUnique(selector: string, roots: Roots): boolean {
  let count = 0;
  for (const root of roots) {
    try {
      count += native(root, 'querySelectorAll')(selector).length;
    } catch {
      // Some names can't be written as a selector.
      return false;
    }
    if (count > 1) return false;
  }
  return count === 1;
}

function position(element: Element): string {
  const tag = escapeCss(native(element, 'localName'));
  const parent = native(element, 'parentNode') as Element | Document | ShadowRoot | null;
  const same =
    parent === null
      ? [element]
      : childrenOf(parent).filter((child) => native(child, 'localName') === native(element, 'localName'));
  return same.length === 1 ? tag : `${tag}:nth-of-type(${same.indexOf(element) + 1})`;
}

/** What must still be true of an element when somebody comes back to type into it. */
export function signatureOf(element: Element, label: string): string {
  const parts = ['type', 'name', 'id', 'autocomplete'].map((name) => element.getAttribute(name) ?? '');
  return hash([element.localName, ...parts, label].join('|'));
}
