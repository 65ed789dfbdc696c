import { native } from './native.js';

/** Whether an element is no field, but can be typed into as one (HTML standard, 6.8.1). */
export const isEditableLine = (element: Element): boolean =>
  element instanceof HTMLElement &&
  !(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) &&
  element.isContentEditable;

/** What a field, or such an element, holds. */
export const heldBy = (element: Element): string =>
  isEditableLine(element) ? (native(element, 'textContent') ?? '') : (element as HTMLInputElement).value;
