import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';
import { floats } from './surroundings.js';

const DIALOG = 'dialog, [role=dialog], [role=alertdialog]';

/** Whether pressing it only acknowledges a message: the one button of an overlay that asks for nothing. */
export function takesNote(scan: Scan, control: Control): boolean {
  const isNoted = (['yes', 'dismiss', 'understood'] as const).some((one) => scan.saysOnly(one, control.label));
  if (control.link || !isNoted) return false;
  const box = [...ancestors(control.element)].find((at) => native(at, 'matches')(DIALOG) || floats(at));
  if (box === undefined) return false;
  const asks = scan.fields.some(({ visible, element }) => visible && scan.contains(box, element));
  const others = scan.controls.some(
    (other) => other !== control && other.label !== '' && scan.contains(box, other.element),
  );
  return !asks && !others;
}
