import { plain } from '../dom/plain.js';
import { ancestors } from '../dom/tree.js';
import { saysOnly } from '../words/words.js';
import type { Collected, Control } from './model.js';
import { rangeTest } from './range.js';
import { floats } from './surroundings.js';

const DIALOG = 'dialog, [role=dialog], [role=alertdialog]';

/** Whether pressing it does nothing but take note of a message: the one button of a box over the page that asks for nothing. */
export function takesNote(control: Control, page: Collected): boolean {
  if (control.link || !(saysOnly('yes', control.label) || saysOnly('dismiss', control.label))) return false;
  const box = [...ancestors(control.element)].find((at) => plain(at, 'matches')(DIALOG) || floats(at));
  if (box === undefined) return false;
  const inside = rangeTest(page);
  const asks = page.fields.some(({ visible, element }) => visible && inside(box, element));
  const others = page.controls.some((other) => other !== control && other.label !== '' && inside(box, other.element));
  return !asks && !others;
}
