const mine = Math.random().toString(36).slice(2);
const pins = new WeakMap<Element, string>();
const elements = new Map<string, WeakRef<Element>>();

/** What this very element is called from outside, for as long as its document lasts. No other document has an element of that name. */
export function pinOf(element: Element): string {
  const known = pins.get(element);
  if (known !== undefined) return known;
  const pin = `${mine}.${elements.size}`;
  pins.set(element, pin);
  elements.set(pin, new WeakRef(element));
  return pin;
}

/** The element, also where it was taken out of the document; null where it is gone or never was here. */
export const pinned = (pin: string): Element | null => elements.get(pin)?.deref() ?? null;
