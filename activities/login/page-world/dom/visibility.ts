import { plain } from './plain.js';
import { composedParent } from './tree.js';

/** Smaller things can't be hit or read by a person. */
const SMALLEST_SIDE = 3;

let judged = new WeakMap<Element, boolean>();

/** Forgets what was visible; to be called once per scan. */
export function lookAfresh(): void {
  judged = new WeakMap();
}

/**
 * Whether a person can see and use the element: rendered, opaque, on the page, not clipped away and not taken out of
 * the accessibility tree (`aria-hidden`, `inert`), which is how honeypots are kept from people with screen readers.
 */
export function isVisible(element: Element): boolean {
  if (
    !plain(
      element,
      'checkVisibility',
    )({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: false })
  ) {
    return false;
  }
  const { width, height, right, bottom } = plain(element, 'getBoundingClientRect')();
  if (width < SMALLEST_SIDE || height < SMALLEST_SIDE) return false;
  if (right + scrollX <= 0 || bottom + scrollY <= 0) return false;
  return !isShutOut(element);
}

/** Whether an ancestor (or the element itself) hides everything inside it. */
function isShutOut(element: Element): boolean {
  const known = judged.get(element);
  if (known !== undefined) return known;
  const parent = composedParent(element);
  const answer = hidesContent(element) || (parent !== null && isShutOut(parent));
  judged.set(element, answer);
  return answer;
}

function hidesContent(element: Element): boolean {
  if (
    plain(element, 'getAttribute')('aria-hidden') === 'true' ||
    (element instanceof HTMLElement && plain(element, 'inert'))
  )
    return true;
  const style = getComputedStyle(element);
  if (Number(style.opacity) < 0.05) return true;
  if (style.clipPath !== 'none' && /inset\((?:50|100)%|circle\(0/.test(style.clipPath)) return true;
  if (/^rect\((?:0px|1px|auto),? (?:0px|1px|auto),? (?:0px|1px),? (?:0px|1px)\)/.test(style.clip)) return true;
  // What overflows the page itself is the window's business.
  const clips = style.overflow !== 'visible' && !/^(?:inline|contents)$/.test(style.display);
  if (clips && !plain(element, 'matches')('body, html')) {
    const { width, height } = plain(element, 'getBoundingClientRect')();
    return width <= 1 || height <= 1;
  }
  return false;
}

/**
 * Whether something else lies over the element, so that a person's click would not reach it. Only what is on the screen
 * right now can be judged; a label that floats over its own field covers nothing.
 */
export function isCovered(element: Element): boolean {
  const { left, top, width, height } = plain(element, 'getBoundingClientRect')();
  const points = [
    [0.5, 0.5],
    [0.1, 0.5],
    [0.9, 0.5],
  ] as const;
  const root = element.getRootNode() as Document | ShadowRoot;
  const onScreen = points
    .map(([x, y]) => [left + width * x, top + height * y] as const)
    .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  return onScreen.length > 0 && onScreen.every(([x, y]) => isForeign(plain(root, 'elementFromPoint')(x, y), element));
}

function isForeign(hit: Element | null, element: Element): boolean {
  if (hit === null || hit === element || element.contains(hit) || plain(hit, 'contains')(element)) return false;
  const labels = element instanceof HTMLInputElement ? Array.from(element.labels ?? []) : [];
  if (labels.some((label) => label.contains(hit))) return false;
  // A neighbour inside the same small wrapper is decoration (an icon, a floating caption), not an overlay.
  const parent = element.parentElement;
  const wrapper = parent && plain(parent, 'parentElement');
  return !(wrapper && plain(wrapper, 'contains')(hit)) || isOverlay(hit);
}

function isOverlay(element: Element): boolean {
  const { width, height } = plain(element, 'getBoundingClientRect')();
  return width >= innerWidth * 0.9 && height >= innerHeight * 0.9;
}
