import { getComputedStyle } from './builtins.js';

/** Whether a style sheet hides what is typed into a line of text, as a password field does. */
export function isMaskedByStyle(element: Element): boolean {
  if (!(element instanceof HTMLInputElement) || element.type === 'password') return false;
  const mask = getComputedStyle(element).getPropertyValue('-webkit-text-security');
  return mask !== '' && mask !== 'none';
}
