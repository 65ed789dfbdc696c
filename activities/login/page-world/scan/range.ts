import type { Collected } from './model.js';

export type Inside = (outer: Element, inner: Element) => boolean;

/** Containment by position in the walk: constant time, and true across shadow roots. */
export function rangeTest(page: Collected): Inside {
  return (outer, inner) => {
    const at = page.orderOf.get(inner) ?? -1;
    return at >= (page.orderOf.get(outer) ?? Number.POSITIVE_INFINITY) && at <= (page.endOf.get(outer) ?? -1);
  };
}
