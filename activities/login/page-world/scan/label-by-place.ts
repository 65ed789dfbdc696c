import { getComputedStyle } from '../dom/builtins.js';
import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';

const OWN_PLACE = new Set(['absolute', 'fixed']);
/** A page with more pieces of text is no login. */
const MAX_TEXTS = 400;
/** Edges that meet may differ by a little. In pixels. */
const SLACK = 3;
const LABEL_LENGTH = 120;
/** What fills a line up to its field. */
const LEADERS = /[\s.·…_:]+$/u;

interface Words {
  readonly text: string;
  readonly box: DOMRect;
}

/**
 * What names a field that is put at a place of its own, so that what stands before it in the document may be anything: the words left of it on its line, else
 * those right over it. Empty for other fields.
 */
export function labelByPlace(element: HTMLElement): string {
  if (!OWN_PLACE.has(getComputedStyle(element).position)) return '';
  const around = native(element, 'offsetParent');
  if (around === null) return '';
  const field = native(element, 'getBoundingClientRect')();
  const words = wordsIn(around);
  const left = words.filter(({ box }) => isOnLine(box, field) && box.right <= field.left + SLACK);
  const over = words.filter(({ box }) => isOver(box, field));
  const nearest = last(left, ({ box }) => box.right) ?? last(over, ({ box }) => box.bottom);
  return nearest === undefined || stands(around, element, nearest.box, field) ? '' : nearest.text;
}

const ACTS = 'a, button, input, select, textarea, [role=button], [role=alert], [aria-live]';

/** Words that are drawn into an empty field, and over it once it is filled, where they follow it in the document; empty where none do. */
export function labelDrawnOver(element: Element): string {
  const after = native(element, 'nextElementSibling');
  if (after === null || !OWN_PLACE.has(getComputedStyle(after).position)) return '';
  if (native(after, 'matches')(ACTS) || native(after, 'querySelector')(ACTS) !== null) return '';
  const [field, box] = [element, after].map((one) => native(one, 'getBoundingClientRect')()) as [DOMRect, DOMRect];
  const middle = (box.top + box.bottom) / 2;
  // At its end stands a unit or a domain, or that it has to be filled.
  const isFromRight = getComputedStyle(element).direction === 'rtl';
  const isAtStart = Math.abs(isFromRight ? field.right - box.right : box.left - field.left) <= field.height;
  const isAt = isAtStart && middle > field.top - field.height && middle < field.bottom;
  const text = isAt ? readText(after, LABEL_LENGTH) : '';
  return /\p{L}/u.test(text) ? text : '';
}

function wordsIn(around: Element): Words[] {
  const walker = document.createTreeWalker(around, NodeFilter.SHOW_TEXT);
  const found: Words[] = [];
  for (let node = walker.nextNode(); node !== null && found.length < MAX_TEXTS; node = walker.nextNode()) {
    const text = (node as Text).data.replace(LEADERS, '').trim();
    if (!/\p{L}/u.test(text) || text.length > LABEL_LENGTH) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width > 0 && box.height > 0) found.push({ text, box });
  }
  return found;
}

const isOnLine = (box: DOMRect, field: DOMRect): boolean => {
  const middle = (box.top + box.bottom) / 2;
  return middle >= field.top && middle <= field.bottom;
};

const isOver = (box: DOMRect, field: DOMRect): boolean =>
  box.bottom <= field.top + SLACK &&
  field.top - box.bottom <= field.height &&
  Math.abs(box.left - field.left) <= field.height;

const last = (words: readonly Words[], edge: (words: Words) => number): Words | undefined =>
  words.reduce<Words | undefined>(
    (best, one) => (best === undefined || edge(one) > edge(best) ? one : best),
    undefined,
  );

/** Whether another field stands between words and a field: then they are the name of that one. */
function stands(around: Element, element: Element, words: DOMRect, field: DOMRect): boolean {
  const others = [...native(around, 'querySelectorAll')('input:not([type=hidden]), select, textarea')];
  return others.some((other) => {
    const box = native(other, 'getBoundingClientRect')();
    return (
      other !== element && isOnLine(box, field) && box.left >= words.right - SLACK && box.right <= field.left + SLACK
    );
  });
}
