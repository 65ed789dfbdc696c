import type { Box } from '../agent.js';

/** Where in its document an element is; null where it takes no room. */
export function boxOf(element: Element): Box | null {
  const { left, top, width, height } = element.getBoundingClientRect();
  if (width < 1 || height < 1) return null;
  const [x, y] = [Math.round(left + scrollX), Math.round(top + scrollY)];
  return { x, y, width: Math.round(width), height: Math.round(height) };
}
