import { pinned } from '../dom/pins.js';
import { childrenOf, openRoots } from '../dom/tree.js';

/** An element as discovery named it. */
export interface NamedElement {
  readonly css: string;
  readonly pin: string;
}

/** The element that was seen, or, where the page has built itself anew, the one that stands at its address now. */
export function find({ css, pin }: NamedElement): Element | null {
  const seen = pinned(pin);
  return seen?.isConnected ? seen : (document.querySelector(css) ?? throughShadows(css));
}

/** `>` steps cross shadow roots. */
function throughShadows(css: string): Element | null {
  const [first, ...steps] = stepsOf(css);
  let at = openRoots().flatMap((root) => [...root.querySelectorAll(first as string)]);
  for (const step of steps)
    at = at.flatMap((element) =>
      [element, element.shadowRoot]
        .flatMap((parent) => (parent === null ? [] : childrenOf(parent)))
        .filter((child) => child.matches(step)),
    );
  return at.length === 1 ? (at[0] as Element) : null;
}

/** A name in quotes may hold anything. */
const stepsOf = (css: string): string[] => css.match(/(?:"(?:\\.|[^"\\])*"|\\.|[^">\\])+/g) ?? [css];
