/**
 * Control characters (general category Cc, line breaks and tabs among them), the two line breaks of Unicode, and halves of surrogate pairs: no form field
 * takes them from a keyboard, and browsers drop or replace them without a word (HTML standard, "value sanitization algorithm").
 */
const UNTYPABLE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/** Whether a person could type the text into a form field of one line. */
export const isTypable = (text: string): boolean => !UNTYPABLE.test(text);

/** Whether a text begins or ends with a space, which somebody who has copied it may not have meant. */
export const hasOuterSpaces = (text: string): boolean => text !== text.trim();
