import { getComputedStyle } from './builtins.js';
import { native } from './native.js';
import { readText } from './read-text.js';
import { openRoots } from './tree.js';

/** What calls itself a message. */
export const MESSAGES =
  '[role=alert], [role=status], [role=alertdialog], [aria-live=assertive], [aria-live=polite], [class*=error i], [class*=alert i], [class*=invalid-feedback i], [id*=error i], [class*=toast i], [class*=snackbar i], [class*=danger i], [class*=flash i], output, dialog[open]';
/** A longer text is a page. */
const MAX_LENGTH = 300;
const MAX_HEARD = 12;
/** A page that changes more than this is not followed any further. */
const MAX_CHANGES = 5_000;
const HOLDS_FORM = 'input, form, select, textarea';

/** What was shown in messages since the last press: some are gone before anybody looks. Kept in here, until the next press. */
const heard = new Set<string>();
/** What was put into the page since then, piece by piece: what stands there as it did before may have been said once more. */
const drawn = new Set<string>();
const MAX_DRAWN = 40;
/** A form that is drawn anew as a whole is longer than what it says. */
const MAX_PIECE = 1_000;
/** Seen to be hidden since then. */
let hidden = new WeakSet<Element>();
let changes = 0;
let observer: MutationObserver | null = null;

const WATCHED: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: ['class', 'style', 'hidden', 'open', 'aria-hidden'],
};

/** Forgets what was shown, and follows what is shown from now on. */
export function listen(): void {
  heard.clear();
  drawn.clear();
  hidden = new WeakSet();
  changes = 0;
  observer?.disconnect();
  observer = new MutationObserver(follow);
  for (const root of openRoots()) observer.observe(root, WATCHED);
}

/** Messages that were shown since the last press, if only for a moment. */
export const saidSince = (): readonly string[] => [...heard];

/** What the page has put into itself since the last press, or shows after it was hidden. */
export const drawnSince = (): readonly string[] => [...drawn];

function follow(records: MutationRecord[]): void {
  changes += records.length;
  if (changes > MAX_CHANGES) {
    observer?.disconnect();
    return;
  }
  const touched = new Set<Element>();
  for (const { type, target, addedNodes } of records) {
    const element = target instanceof Element ? target : target.parentElement;
    const message = element === null ? null : native(element, 'closest')(MESSAGES);
    if (message !== null) touched.add(message);
    if (type === 'attributes') noteShown(target as Element);
    else for (const node of type === 'characterData' ? [target] : addedNodes) noteDrawn(node);
    for (const node of addedNodes)
      if (node instanceof Element) for (const found of messagesIn(node)) touched.add(found);
  }
  for (const element of touched) hear(element);
}

const isShown = (element: Element): boolean =>
  element.isConnected && native(element, 'checkVisibility')({ visibilityProperty: true });

function noteShown(element: Element): void {
  if (!isShown(element)) hidden.add(element);
  else if (hidden.has(element)) noteDrawn(element);
}

function noteDrawn(node: Node): void {
  const element = node instanceof Element ? node : node.parentElement;
  if (drawn.size >= MAX_DRAWN || element === null || !isShown(element)) return;
  const text = readText(element, MAX_PIECE + 1);
  if (text.length <= MAX_PIECE && /\p{L}/u.test(text)) drawn.add(text);
}

/** Messages in what was added: those that call themselves so, and what is laid over the page. */
function messagesIn(added: Element): Element[] {
  const root = native(added, 'shadowRoot');
  if (root !== null) observer?.observe(root, WATCHED);
  const own = native(added, 'matches')(MESSAGES) || isLaidOver(added) ? [added] : [];
  return [...own, ...native(added, 'querySelectorAll')(MESSAGES)];
}

const isLaidOver = (element: Element): boolean =>
  element.isConnected && (getComputedStyle(element).position === 'fixed' || native(element, 'hasAttribute')('popover'));

function hear(element: Element): void {
  if (heard.size >= MAX_HEARD || !element.isConnected || native(element, 'matches')('input, form, body, html')) return;
  if (native(element, 'querySelector')(HOLDS_FORM) !== null) return;
  const { width, height } = native(element, 'getBoundingClientRect')();
  if (!native(element, 'checkVisibility')({ visibilityProperty: true }) || width < 3 || height < 3) return;
  const text = readText(element, MAX_LENGTH);
  if (/\p{L}/u.test(text)) heard.add(text);
}
