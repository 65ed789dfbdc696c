import { getComputedStyle } from './builtins.js';
import { isDrawnByOthers } from './drawn.js';
import { native } from './native.js';
import { composedParent } from './tree.js';

/** Smaller things can't be hit or read by a person. */
const MIN_SIDE = 3;

/** What is visible in a document at one moment. It caches its results, so make a new one for each read. */
export class Sight {
  readonly #shutOut = new Map<Element, boolean>();
  #right: number | null = null;

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
    const { width, height, left, right, bottom } = native(element, 'getBoundingClientRect')();
    if (width < MIN_SIDE || height < MIN_SIDE) return false;
    if (right + scrollX <= 0 || bottom + scrollY <= 0) return false;
    if (left + scrollX >= this.#width) return false;
    return !this.#isShutOut(element);
  }

  /** How far to the right a person can see: to the edge of the window where the page can't be scrolled sideways. */
  get #width(): number {
    const { documentElement, body } = document;
    this.#right ??= [documentElement, body].some(
      (box) => box !== null && /hidden|clip/.test(getComputedStyle(box).overflowX),
    )
      ? innerWidth
      : Number.POSITIVE_INFINITY;
    return this.#right;
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
  if (element instanceof HTMLElement && native(element, 'inert')) return true;
  if (native(element, 'getAttribute')('aria-hidden') === 'true' && !isOpenDialog(element)) return true;
  const style = getComputedStyle(element);
  if (Number(style.opacity) < 0.05 || /opacity\(0(?:\.0\d*)?%?\)/.test(style.filter)) return true;
  if (style.clipPath !== 'none' && clipsAll(style.clipPath)) return true;
  if (/^rect\((?:0px|1px|auto),? (?:0px|1px|auto),? (?:0px|1px),? (?:0px|1px)\)/.test(style.clip)) return true;
  // What overflows the page itself can be scrolled to.
  const clips = style.overflow !== 'visible' && !/^(?:inline|contents)$/.test(style.display);
  if (clips && !native(element, 'matches')('body, html')) {
    const { width, height } = native(element, 'getBoundingClientRect')();
    return width <= 1 || height <= 1;
  }
  return false;
}

const DIALOG = /(?:^|[\s_-])(?:modal|dialog|popup|pop-up|offcanvas|drawer)(?:$|[\s_-])/i;

/** A dialog with a password that a click would hit. Many pages show theirs, and leave the mark on it that it had while it was closed. */
function isOpenDialog(element: Element): boolean {
  const called = `${native(element, 'getAttribute')('role') ?? ''} ${native(element, 'getAttribute')('class') ?? ''}`;
  const password = DIALOG.test(called) ? native(element, 'querySelector')('input[type=password]') : null;
  if (password === null) return false;
  const { left, top, width, height } = native(password, 'getBoundingClientRect')();
  const root = password.getRootNode() as Document | ShadowRoot;
  return native(root, 'elementFromPoint')(left + width / 2, top + height / 2) === password;
}

/** Whether nothing is left of what a shape cuts out of: it has no width or no height. */
function clipsAll(shape: string): boolean {
  if (/inset\((?:50|100)%|(?:circle|ellipse)\(0/.test(shape)) return true;
  const points = /polygon\((?:(?:nonzero|evenodd),)?([^)]*)\)/.exec(shape)?.[1]?.split(',') ?? [];
  const at = points.map((point) => point.trim().split(/\s+/));
  return (
    at.length > 0 && [0, 1].some((axis) => new Set(at.map((point) => Number.parseFloat(point[axis] ?? ''))).size === 1)
  );
}

/**
 * Whether something of its own form lies over a field, so that nobody sees it: a decoy for robots. What covers it from elsewhere, such as a banner, can be
 * moved away.
 */
export function isBuried(element: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement): boolean {
  const { left, top, width, height } = native(element, 'getBoundingClientRect')();
  const root = element.getRootNode() as Document | ShadowRoot;
  const hits = [0.1, 0.3, 0.5, 0.7, 0.9]
    .map((share) => [left + width * share, top + height / 2] as const)
    .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight)
    .map(([x, y]) => native(root, 'elementFromPoint')(x, y));
  const { form } = element;
  return (
    form !== null && hits.length > 0 && hits.every((hit) => hit instanceof HTMLElement && liesOver(hit, element, form))
  );
}

/** Whether it is a part of the form, and none of the field: no label of it, and nothing in the same small box. */
function liesOver(
  hit: Element,
  field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
  form: HTMLFormElement,
): boolean {
  const labels = Array.from(native(field, 'labels') ?? []);
  const box = native(field, 'parentElement');
  if (hit === form || native(hit, 'contains')(field) || labels.some((label) => label.contains(hit))) return false;
  return native(form, 'contains')(hit) && (box === form || !box?.contains(hit));
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
  return !(wrapper && native(wrapper, 'contains')(hit)) || isOverlay(branchOf(wrapper, hit));
}

/** The child of an element that holds another one. */
function branchOf(outer: Element, inner: Element): Element {
  let branch = inner;
  for (let at: Element | null = inner; at !== null && at !== outer; at = composedParent(at)) branch = at;
  return branch;
}

function isOverlay(element: Element): boolean {
  const { width, height } = native(element, 'getBoundingClientRect')();
  return width >= innerWidth * 0.9 && height >= innerHeight * 0.9;
}
