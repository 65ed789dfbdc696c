import { native } from '../dom/native.js';
import type { LocalBox } from '../frame-view.js';
import { refOf } from './field-view.js';
import { choiceLabelOf } from './label.js';
import type { Group } from './model.js';
import type { Scan } from './scan.js';

const BOXES = 'input[type=checkbox], [role=checkbox], [role=switch]';
const MAX_BOXES = 6;
/** What a box may do besides. */
const CONCEPTS = ['remember', 'showPassword'] as const;

/**
 * Boxes of a form that are not ticked, other than "keep me signed in" and "show password". Whoever ticks one agrees to something; without those that are required,
 * or speak of terms, the form is not sent.
 */
export function boxesOf(scan: Scan, { container }: Group): LocalBox[] {
  const boxes = [...native(container, 'querySelectorAll')<HTMLElement>(BOXES)];
  return boxes
    .filter((box) => !isTicked(box) && isShown(scan, box))
    .map((box) => ({ box, label: choiceLabelOf(box) }))
    .filter(({ box, label }) => !CONCEPTS.some((one) => scan.says(one, label) || scan.names(one, developerOf(box))))
    .slice(0, MAX_BOXES)
    .map(({ box, label }) => ({ ref: refOf(scan, box, label), label, required: isRequired(scan, box, label) }));
}

const isTicked = (box: HTMLElement): boolean =>
  box instanceof HTMLInputElement ? box.checked : box.getAttribute('aria-checked') === 'true';

/** Many pages draw a box of their own over the real one. */
const isShown = (scan: Scan, box: HTMLElement): boolean =>
  scan.sight.isVisible(box) || [...((box as HTMLInputElement).labels ?? [])].some((one) => scan.sight.isVisible(one));

const isRequired = (scan: Scan, box: HTMLElement, label: string): boolean =>
  isMarkedRequired(box) || speaksOfTerms(scan, label);

export const isMarkedRequired = (box: HTMLElement): boolean =>
  (box as HTMLInputElement).required === true || box.getAttribute('aria-required') === 'true';

export const speaksOfTerms = (scan: Scan, label: string): boolean =>
  scan.says('terms', label) && !scan.says('newsletter', label);

const developerOf = (box: HTMLElement): string => ['name', 'id'].map((name) => box.getAttribute(name) ?? '').join(' ');
