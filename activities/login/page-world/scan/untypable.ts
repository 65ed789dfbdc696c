import { native } from '../dom/native.js';
import type { Group } from './model.js';
import type { Scan } from './scan.js';

const DIGITS = '0123456789';
/** A higher one takes a text. In pixels. */
const MAX_LINE = 80;

/** Whether a form asks for what is not typed into a field: on keys that the page draws, or in a line that is no field. */
export const isUntypable = (scan: Scan, group: Group): boolean =>
  hasKeypad(scan, group) || hasEditableLine(scan, group);

/** A key for each digit, and no field that takes them. */
function hasKeypad(scan: Scan, { container, fields }: Group): boolean {
  if (fields.some(({ type }) => type === 'password')) return false;
  const keys = scan.controls.filter(({ label, element }) => /^\d$/.test(label) && scan.contains(container, element));
  return keys.length === DIGITS.length && [...DIGITS].every((digit) => keys.some(({ label }) => label === digit));
}

function hasEditableLine(scan: Scan, { container }: Group): boolean {
  const lines = '[contenteditable=""], [contenteditable=true], [contenteditable=plaintext-only]';
  return [...native(container, 'querySelectorAll')(lines)].some(
    (line) => scan.sight.isVisible(line as HTMLElement) && native(line, 'getBoundingClientRect')().height < MAX_LINE,
  );
}
