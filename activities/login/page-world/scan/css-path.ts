import { escapeCss } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { childrenOf, composedParent } from '../dom/tree.js';
import { hash } from '../words/text.js';

/** Selectors of the elements of a page, its open shadow roots included. What they need is counted once, for a page can have thousands of links. */
export class Names {
  readonly #counts = new Map<string, number>();
  readonly #steps = new Map<Element, string>();

  add(element: Element): void {
    for (const selector of selectorsOf(element)) this.#counts.set(selector, (this.#counts.get(selector) ?? 0) + 1);
  }

  /** The step to an element from its parent. */
  stepTo(element: Element): string {
    const known = this.#steps.get(element);
    if (known !== undefined) return known;
    const parent = native(element, 'parentNode') as Element | Document | ShadowRoot | null;
    for (const [child, step] of stepsIn(parent, element)) this.#steps.set(child, step);
    return this.#steps.get(element) ?? native(element, 'localName');
  }

  /** The shortest selector that only this element has; null where there is none. */
  ownOf(element: Element): string | null {
    const own = selectorsOf(element).find((selector) => this.#counts.get(selector) === 1);
    return own ?? (element === native(document, 'body') ? 'body' : null);
  }
}

function selectorsOf(element: Element): string[] {
  const id = native(element, 'getAttribute')('id') ?? '';
  const name = native(element, 'getAttribute')('name') ?? '';
  if (id === '' && name === '') return [];
  const tag = escapeCss(native(element, 'localName'));
  return [
    ...(id === '' ? [] : [`#${escapeCss(id)}`, `${tag}#${escapeCss(id)}`]),
    ...(name === '' ? [] : [`${tag}[name=${JSON.stringify(name)}]`]),
  ];
}

/**
 * A CSS path to exactly this element. Where the element has an id or a name that's unique in the page, that is the
 * path; else it's the way down from the nearest such ancestor. `>` steps cross shadow roots as Playwright reads them.
 */
export function cssPathOf(element: Element, names: Names): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at !== null; at = composedTreeParent(at)) {
    const short = names.ownOf(at);
    if (short !== null) return [short, ...steps].join(' > ');
    steps.unshift(names.stepTo(at));
  }
  return steps.join(' > ');
}

/** The parent by tree, not by slot: that's what child selectors follow. */
function composedTreeParent(element: Element): Element | null {
  return native(element, 'parentElement') ?? composedParent(element);
}

/** Steps to all children of an element at once. */
function stepsIn(parent: Element | Document | ShadowRoot | null, element: Element): Map<Element, string> {
  const children = parent === null ? [element] : childrenOf(parent);
  const byTag = new Map<string, Element[]>();
  for (const child of children) {
    const tag = native(child, 'localName');
    const same = byTag.get(tag);
    if (same === undefined) byTag.set(tag, [child]);
    else same.push(child);
  }
  return new Map(
    [...byTag].flatMap(([name, same]) => {
      const tag = escapeCss(name);
      return same.map((child, index) => [child, same.length === 1 ? tag : `${tag}:nth-of-type(${index + 1})`] as const);
    }),
  );
}

/** What must still be true of an element when somebody comes back to type into it. */
export function signatureOf(element: Element, label: string): string {
  const parts = ['type', 'name', 'id', 'autocomplete'].map((name) => element.getAttribute(name) ?? '');
  return hash([element.localName, ...parts, label].join('|'));
}
