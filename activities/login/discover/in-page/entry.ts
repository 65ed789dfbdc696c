import type { FrameView } from './frame-view.js';
import { type Inspection, inspect } from './inspect.js';
import { scan } from './scan.js';

/** What the bundle evaluates to: without an element it reads the page, with one it looks at that element again. */
export function run(element?: Element): FrameView | Inspection {
  return element === undefined ? scan() : inspect(element);
}
