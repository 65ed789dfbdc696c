import { plain } from '../dom/plain.js';
import { childrenOf, composedParent } from '../dom/tree.js';
import { hash } from '../words/text.js';

let roots: (Document | ShadowRoot)[] = [document];

/** Names the roots that addresses are checked against; to be called once per scan. */
export function addressIn(all: (Document | ShadowRoot)[]): void {
  roots = all;
}

/**
 * A CSS path to exactly this element. Where the element has an id or a name that's unique in the page, that is the
 * path; else it's the way down from the nearest such ancestor. `>` steps cross shadow roots as Playwright reads them.
 */
export function cssOf(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at !== null; at = composedTreeParent(at)) {
    const short = shortName(at);
    if (short !== null) return [short, ...steps].join(' > ');
    steps.unshift(position(at));
  }
  return steps.join(' > ');
}

/** The parent by tree, not by slot: that's what child selectors follow. */
function composedTreeParent(element: Element): Element | null {
  return plain(element, 'parentElement') ?? composedParent(element);
}

function shortName(element: Element): string | null {
  const tag = CSS.escape(plain(element, 'localName'));
  const id = plain(element, 'getAttribute')('id') ?? '';
  const name = plain(element, 'getAttribute')('name');
  const candidates: string[] = [];
  if (id !== '') candidates.push(`#${CSS.escape(id)}`, `${tag}#${CSS.escape(id)}`);
  if (name !== null && name !== '') candidates.push(`${tag}[name=${JSON.stringify(name)}]`);
  if (element === plain(document, 'body')) candidates.push('body');
  return candidates.find((selector) => isUnique(selector)) ?? null;
}

function isUnique(selector: string): boolean {
  let count = 0;
  for (const root of roots) {
    try {
      count += plain(root, 'querySelectorAll')(selector).length;
    } catch {
      // A name that no selector can spell is no address.
      return false;
    }
    if (count > 1) return false;
  }
  return count === 1;
}

function position(element: Element): string {
  const tag = CSS.escape(plain(element, 'localName'));
  const parent = plain(element, 'parentNode') as Element | Document | ShadowRoot | null;
  const same =
    parent === null
      ? [element]
      : childrenOf(parent).filter((child) => plain(child, 'localName') === plain(element, 'localName'));
  return same.length === 1 ? tag : `${tag}:nth-of-type(${same.indexOf(element) + 1})`;
}

/** What must still be true of an element when somebody comes back to type into it. */
export function signatureOf(element: Element, label: string): string {
  const parts = ['type', 'name', 'id', 'autocomplete'].map((name) => element.getAttribute(name) ?? '');
  return hash([element.localName, ...parts, label].join('|'));
}
