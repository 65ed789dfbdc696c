import type { Point } from '../agent.js';
import { now, requestAnimationFrame, setTimeout } from '../dom/builtins.js';

/** Longer than between two frames of an animation. */
const FRAME_MS = 20;
/** How long to wait for the next frame. A page that is not shown is not painted. */
const MAX_WAIT_MS = 100;
/** Where in the window to scroll the element to, try by try: what covers it at one place may not at another. */
const BLOCKS = ['center', 'end', 'start'] as const;

const places = new WeakMap<Element, Point & { readonly at: number }>();

/** Notes where an element is, to tell later whether it moves. */
export function notePlace(element: Element): void {
  const place = middleOf(element);
  if (place !== null) places.set(element, { ...place, at: now() });
}

/**
 * Where in the window a click reaches the element; null where something else would get it, or while it moves.
 * @param tries how often it was asked for so far
 */
export async function clickPoint(element: Element, tries: number): Promise<Point | null> {
  if (!element.isConnected) return null;
  if (tries > 0 || !isInWindow(middleOf(element)))
    element.scrollIntoView({ block: BLOCKS[tries % BLOCKS.length], inline: 'nearest', behavior: 'instant' });
  if (!(await isAtRest(element))) return null;
  const point = middleOf(element);
  return isInWindow(point) && isHit(element, point) ? point : null;
}

/** Whether the element stands still: a click takes a moment, so a moving one would be missed. */
async function isAtRest(element: Element): Promise<boolean> {
  const known = places.get(element);
  notePlace(element);
  const isLong = (since: number): boolean => now() - since > FRAME_MS;
  if (known !== undefined && isLong(known.at) && isSame(known, middleOf(element))) return true;
  if (isStill()) return true;
  const before = middleOf(element);
  const painted = new Promise<boolean>((resolve) => requestAnimationFrame(() => resolve(true)));
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, MAX_WAIT_MS, false));
  return (await Promise.race([painted, late])) && isSame(before, middleOf(element));
}

/** Nothing moves in a document without scripts and animations. */
const isStill = (): boolean =>
  document.readyState === 'complete' &&
  document.scripts.length === 0 &&
  document.getAnimations().every(({ playState }) => playState !== 'running');

/** The middle of its first box that has a size: a link can be broken over two lines. */
function middleOf(element: Element): Point | null {
  const box = [...element.getClientRects()].find(({ width, height }) => width >= 1 && height >= 1);
  return box === undefined ? null : { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

const isSame = (one: Point | null, other: Point | null): boolean =>
  one !== null && other !== null && one.x === other.x && one.y === other.y;

const isInWindow = (point: Point | null): point is Point =>
  point !== null && point.x >= 0 && point.y >= 0 && point.x < innerWidth && point.y < innerHeight;

function isHit(element: Element, { x, y }: Point): boolean {
  const root = element.getRootNode() as Document | ShadowRoot;
  const hit = root.elementFromPoint(x, y);
  // What a slot shows belongs to the tree outside. The press itself is checked again.
  if (root instanceof ShadowRoot && (hit === null || !root.contains(hit)))
    return element.querySelector('slot') !== null && root.host.contains(hit ?? document.elementFromPoint(x, y));
  if (hit === null) return false;
  const labels = [...((element as HTMLInputElement).labels ?? [])];
  return element.contains(hit) || (hit.closest('a, button') === null && labels.some((label) => label.contains(hit)));
}
