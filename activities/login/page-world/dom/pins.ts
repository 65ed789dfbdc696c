const mine = Math.random().toString(36).slice(2);
const pins = new WeakMap<Element, string>();
const elements = new Map<string, WeakRef<Element>>();

/** The pin of this element: its name outside the page, for as long as its document lasts. Unique across documents. */
export function pinOf(element: Element): string {
  const known = pins.get(element);
  if (known !== undefined) return known;
  const pin = `${mine}.${elements.size}`;
  pins.set(element, pin);
  elements.set(pin, new WeakRef(element));
  return pin;
}

/** The pinned element, even if it was removed from the document; null when it is gone or never was in this one. */
export const pinned = (pin: string): Element | null => elements.get(pin)?.deref() ?? null;
