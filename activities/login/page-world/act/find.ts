import type { NamedElement } from '../agent.js';
import { pinned } from '../dom/pins.js';
import { childrenOf, openRoots } from '../dom/tree.js';

/** The element that was seen or, if the page has rebuilt itself, the one that its CSS path now leads to. */
export function find({ css, pin }: NamedElement): Element | null {
  const seen = pinned(pin);
  return seen?.isConnected ? seen : (document.querySelector(css) ?? throughShadows(css));
}

/** `>` steps cross shadow roots. */
function throughShadows(css: string): Element | null {
  const [first, ...steps] = stepsOf(css);
  let at = openRoots().flatMap((root) => [...root.querySelectorAll(first)]);
  for (const step of steps)
    at = at.flatMap((element) =>
      [element, element.shadowRoot]
        .flatMap((parent) => (parent === null ? [] : childrenOf(parent)))
        .filter((child) => child.matches(step)),
    );
  const [found, ...others] = at;
  return found !== undefined && others.length === 0 ? found : null;
}

/** Matches quoted names as a whole, since they may contain any character. */
function stepsOf(css: string): [string, ...string[]] {
  const [first = css, ...steps] = css.match(/(?:"(?:\\.|[^"\\])*"|\\.|[^">\\])+/g) ?? [];
  return [first, ...steps];
}
