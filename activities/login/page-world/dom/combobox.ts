import { fold } from '../words/text.js';
import { native } from './native.js';
import { openRoots } from './tree.js';

/** Takes one of the values that it offers; what is typed there only searches them (WAI-ARIA 1.2 section 5.3.3, combobox). */
export const picksFromList = (element: Element): boolean => native(element, 'getAttribute')('role') === 'combobox';

/** Whether a press on it opens a list, whatever it takes besides. */
export const opensList = (element: Element): boolean =>
  picksFromList(element) || native(element, 'getAttribute')('aria-haspopup') === 'listbox';

/** The one value on offer that a text means: the one that is called so, else the only one that has it in its name. Null where none is meant. */
export function offerFor(element: Element, text: string): Element | null {
  const wanted = called(text);
  const offers = offersOf(element);
  const exact = offers.filter((offer) => called(native(offer, 'textContent') ?? '') === wanted);
  const close = offers.filter((offer) => called(native(offer, 'textContent') ?? '').includes(wanted));
  const [only, ...others] = exact.length > 0 ? exact : close;
  return only !== undefined && others.length === 0 ? only : null;
}

const RADIOS = 'input[type=radio]:enabled';

/** The labels of its radio buttons, or what the list of the field shows; where it names none, what the page shows. One that leads elsewhere is no value. */
function offersOf(element: Element): Element[] {
  const radios = [...native(element, 'querySelectorAll')<HTMLInputElement>(RADIOS)];
  if (radios.length > 0) return radios.flatMap((radio) => radio.labels?.[0] ?? []);
  const root = native(element, 'getRootNode')() as Document | ShadowRoot;
  const ids = ['aria-controls', 'aria-owns'].flatMap((name) =>
    (native(element, 'getAttribute')(name) ?? '').split(/\s+/).filter((id) => id !== ''),
  );
  const lists = ids.flatMap((id) => root.getElementById(id) ?? []);
  return (lists.length > 0 ? lists : openRoots())
    .flatMap((list) => [...native(list, 'querySelectorAll')('[role=option]')])
    .filter((offer) => native(offer, 'querySelector')('a, button') === null && offer.localName !== 'a')
    .filter((offer) => native(offer, 'checkVisibility')({ visibilityProperty: true }));
}

const called = (text: string): string => fold(text).replaceAll(/\s+/g, ' ').trim();
