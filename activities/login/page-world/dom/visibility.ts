import { getComputedStyle } from './builtins.js';
import { isDrawnByOthers } from './drawn.js';
import { native } from './native.js';
import { composedParent } from './tree.js';

/** Smaller things can't be hit or read by a person. */
const MIN_SIDE = 3;

/** What is visible in a document at one moment. It caches its results, so make a new one for each read. */
export class Sight {
  readonly #shutOut = new Map<Element, boolean>();

  /**
   * Whether a person can see and use the element: rendered, opaque, on the page, not clipped away and not taken out of
   * the accessibility tree (`aria-hidden`, `inert`), which is how honeypots are kept from people with screen readers. A transparent field counts where something is drawn for it.
   */
  isVisible(element: Element): boolean {
    const shown = native(
      element,
      'checkVisibility',
    )({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: false });
    if (!shown) return isDrawnByOthers(element);
    const { width, height, right, bottom } = native(element, 'getBoundingClientRect')();
    if (width < MIN_SIDE || height < MIN_SIDE) return false;
    if (right + scrollX <= 0 || bottom + scrollY <= 0) return false;
    return !this.#isShutOut(element);
  }

  /** Whether an ancestor (or the element itself) hides everything inside it. */
  #isShutOut(element: Element): boolean {
    const known = this.#shutOut.get(element);
    if (known !== undefined) return known;
    const parent = composedParent(element);
    const answer = hidesContent(element) || (parent !== null && this.#isShutOut(parent));
    this.#shutOut.set(element, answer);
    return answer;
  }
}

function hidesContent(element: Element): boolean {
  if (
    native(element, 'getAttribute')('aria-hidden') === 'true' ||
    (element instanceof HTMLElement && native(element, 'inert'))
  )
    return true;
  const style = getComputedStyle(element);
  if (Number(style.opacity) < 0.05) return true;
  if (style.clipPath !== 'none' && /inset\((?:50|100)%|circle\(0/.test(style.clipPath)) return true;
  if (/^rect\((?:0px|1px|auto),? (?:0px|1px|auto),? (?:0px|1px),? (?:0px|1px)\)/.test(style.clip)) return true;
  // What overflows the page itself can be scrolled to.
  const clips = style.overflow !== 'visible' && !/^(?:inline|contents)$/.test(style.display);
  if (clips && !native(element, 'matches')('body, html')) {
    const { width, height } = native(element, 'getBoundingClientRect')();
    return width <= 1 || height <= 1;
  }
  return false;
}

/**
 * Whether something else lies over the element, so that a person's click would not reach it. Only what is on the screen
 * right now can be judged; a label that floats over its own field covers nothing.
 */
export function isCovered(element: Element): boolean {
  const { left, top, width, height } = native(element, 'getBoundingClientRect')();
  const points = [
    [0.5, 0.5],
    [0.1, 0.5],
    [0.9, 0.5],
  ] as const;
  const root = element.getRootNode() as Document | ShadowRoot;
  const onScreen = points
    .map(([x, y]) => [left + width * x, top + height * y] as const)
    .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  return onScreen.length > 0 && onScreen.every(([x, y]) => isForeign(native(root, 'elementFromPoint')(x, y), element));
}

function isForeign(hit: Element | null, element: Element): boolean {
  if (hit === null || hit === element || element.contains(hit) || native(hit, 'contains')(element)) return false;
  const labels = element instanceof HTMLInputElement ? Array.from(element.labels ?? []) : [];
  if (labels.some((label) => label.contains(hit))) return false;
  // A neighbour inside the same small wrapper is decoration (an icon, a floating caption), not an overlay.
  const parent = element.parentElement;
  const wrapper = parent && native(parent, 'parentElement');
  return !(wrapper && native(wrapper, 'contains')(hit)) || isOverlay(hit);
}

function isOverlay(element: Element): boolean {
  const { width, height } = native(element, 'getBoundingClientRect')();
  return width >= innerWidth * 0.9 && height >= innerHeight * 0.9;
}
