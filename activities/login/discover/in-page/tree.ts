/** Parent of an element the way it's rendered: out of a shadow root to its host. */
export function composedParent(element: Element): Element | null {
  if (element.assignedSlot !== null) return element.assignedSlot;
  if (element.parentElement !== null) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** The element and its ancestors, from the inside out, through shadow roots. */
export function* ancestors(element: Element): Generator<Element> {
  for (let at: Element | null = element; at !== null; at = composedParent(at)) yield at;
}

/**
 * The elements right inside. In a form, a field called `children` (guests of a hotel, say) stands in front of the property (HTML
 * standard, 4.10.3).
 */
export function childrenOf(root: ParentNode): Element[] {
  return Array.from(
    root instanceof HTMLFormElement ? Reflect.get(HTMLFormElement.prototype, 'children', root) : root.children,
  );
}

/** Calls `visit` on every element under `root`, into open shadow roots, in document order; `leave` after its content. */
export function walk(
  root: Document | ShadowRoot | Element,
  visit: (element: Element) => void,
  leave: (element: Element) => void,
): void {
  for (const element of childrenOf(root)) {
    visit(element);
    if (element.shadowRoot !== null) walk(element.shadowRoot, visit, leave);
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
      if (element.shadowRoot !== null) roots.push(element.shadowRoot);
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
