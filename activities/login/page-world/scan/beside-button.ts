import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import { oneLine } from '../words/text.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';
import { isInFrame } from './site-frame.js';

/** A page with more to press in its middle is no choice between accounts. */
const MAX_OFFERS = 12;
/** A longer text is no name, or is about something else. */
const MAX_BESIDE = 120;
const MAX_PIECES = 12;
const WHOLE_PAGE = 'body, html, main';

/**
 * What a button is offered for, where its own label doesn't say that: a card with an account and "Continue".
 * @param middle what can be pressed beside the frame of the page
 */
export function besideOf(scan: Scan, control: Control, middle: ReadonlySet<Element>): string | null {
  if (!middle.has(control.element) || middle.size > MAX_OFFERS) return null;
  for (const at of [...ancestors(control.element)].slice(1)) {
    const hasOther = [...middle].some(
      (other) =>
        scan.contains(at, other) && !scan.contains(control.element, other) && !scan.contains(other, control.element),
    );
    if (hasOther || native(at, 'matches')(WHOLE_PAGE)) return null;
    const rest = piecesIn(at).filter((piece) => piece !== control.label);
    if (rest.length > 0) return rest.join(' · ').length <= MAX_BESIDE ? rest.join(' · ') : null;
  }
  return null;
}

/** Each by itself: the initial in the picture of an account is no part of its address. */
function piecesIn(box: Element): string[] {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const pieces: string[] = [];
  for (let node = walker.nextNode(); node !== null && pieces.length <= MAX_PIECES; node = walker.nextNode()) {
    const text = oneLine((node as Text).data, 2 * MAX_BESIDE);
    const { parentElement: around } = node;
    const isShown = around !== null && native(around, 'checkVisibility')({ visibilityProperty: true });
    if (isShown && /[\p{L}\p{N}]/u.test(text)) pieces.push(text);
  }
  return pieces;
}

/** What can be pressed on a page beside its frame. */
export const middleOf = (scan: Scan): ReadonlySet<Element> =>
  new Set(scan.controls.filter((control) => control.label !== '' && !isInFrame(control)).map(({ element }) => element));
