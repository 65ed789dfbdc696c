import { native } from '../dom/native.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';

/** Where a page keeps what is on all of its pages. */
const FRAME =
  'nav, aside, menu, [role=navigation], [role=banner], [role=contentinfo], [role=menubar], [role=toolbar], ' +
  ':is(header, footer):not(:is(main, article, section, form, dialog, [role=dialog]) *)';

export const FOOT = 'footer, [role=contentinfo]';

/** Whether an element is one that a page keeps such things in. */
export const isFrame = (element: Element): boolean => native(element, 'matches')(FRAME);

/** Those of them that stand in no other. */
export const framesIn = ({ roots }: Scan): Element[] =>
  roots
    .flatMap((root) => [...native(root, 'querySelectorAll')(FRAME)])
    .filter((element) => element.parentElement?.closest(FRAME) == null);

/** Whether a control stands in what all pages of the site have in common. */
export const isInFrame = ({ element }: Control): boolean => isFramed(element);

/** Whether an element stands in the foot that a site has on all of its pages. */
export const isInFoot = (element: Element): boolean => isFramed(element) && isWithin(element, FOOT);

export const isFramed = (element: Element): boolean => isWithin(element, FRAME);

/** Whether an element or what it stands in, shadow roots included, is such a one. */
export function isWithin(element: Element, selector: string): boolean {
  for (let at: Element | null = element; at !== null; ) {
    if (native(at, 'closest')(selector) !== null) return true;
    const root: Node = native(at, 'getRootNode')();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return false;
}

/** The menu of who is logged in, often a picture only. Not a word of the page's text, which a sign-up has as well. */
export function isAccountMenu(scan: Scan, control: Control): boolean {
  const { label, developer, element } = control;
  if (label.length > 60 || !isInFrame(control)) return false;
  const inside = native(element, 'querySelector')('img, svg, [class]');
  const called = `${developer} ${inside?.getAttribute('class') ?? ''} ${inside?.getAttribute('alt') ?? ''}`;
  if (scan.says('login', label) || scan.says('signup', label)) return false;
  return scan.says('accountMenu', label) || scan.names('accountMenu', called);
}
