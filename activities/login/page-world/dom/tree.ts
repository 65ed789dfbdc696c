import { native } from './native.js';

/** Parent of an element the way it's rendered: out of a shadow root to its host. */
export function composedParent(element: Element): Element | null {
  const parent = native(element, 'assignedSlot') ?? native(element, 'parentElement');
  if (parent !== null) return parent;
  const root = native(element, 'getRootNode')();
  return root instanceof ShadowRoot ? root.host : null;
}

/** The element and its ancestors, from the inside out, through shadow roots. */
export function* ancestors(element: Element): Generator<Element> {
  for (let at: Element | null = element; at !== null; at = composedParent(at)) yield at;
}

/** The elements right inside. */
export function childrenOf(root: Element | Document | ShadowRoot): Element[] {
  return Array.from(native(root, 'children'));
}

/** Calls `visit` on every element under `root`, into open shadow roots, in document order; `leave` after its content. */
export function walk(
  root: Document | ShadowRoot | Element,
  visit: (element: Element) => void,
  leave: (element: Element) => void,
): void {
  for (const element of childrenOf(root)) {
    visit(element);
    const shadow = native(element, 'shadowRoot');
    if (shadow !== null) walk(shadow, visit, leave);
    walk(element, visit, leave);
    leave(element);
  }
}

/** All open roots of the page, the document first. */
export function openRoots(): (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [document];
  walk(
    document,
    (element) => {
      const shadow = native(element, 'shadowRoot');
      if (shadow !== null) roots.push(shadow);
    },
    () => {},
  );
  return roots;
}

/** Whether `outer` holds `inner`, shadow roots included. */
export function holds(outer: Element, inner: Element): boolean {
  for (const at of ancestors(inner)) {
    if (at === outer) return true;
  }
  return false;
}
