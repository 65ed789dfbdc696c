import { native } from '../dom/native.js';

/** Where a tab or a button says what it shows: by standard (`popovertarget` and `commandfor` are HTML's own), and by what the usual libraries read. */
const TARGETS = [
  'aria-controls',
  'popovertarget',
  'commandfor',
  'data-target',
  'data-bs-target',
  'data-tab',
  'href',
] as const;

/** The part of the page that a tab or a button says it shows; null where it says nothing, or that is not there. */
export function panelOf(element: Element): Element | null {
  const root = native(element, 'getRootNode')() as Document | ShadowRoot;
  const ids = TARGETS.map((name) => idIn(name, native(element, 'getAttribute')(name) ?? ''));
  return ids.filter((id) => id !== '').flatMap((id) => root.getElementById(id) ?? [])[0] ?? null;
}

/** A link names a part of the page behind its hash only. */
function idIn(name: (typeof TARGETS)[number], value: string): string {
  const hash = value.indexOf('#');
  return hash < 0 && name === 'href' ? '' : value.slice(hash + 1);
}
