/**
 * Characters that steer a terminal or turn the direction of what stands around them (UAX #9, section 2), and that no label or message needs.
 * Joiners stay: Persian, Hindi and emoji are written with them.
 */
const CONTROLS = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

/** One line of text that somebody else wrote, without control characters and without the controls of writing direction. */
export const plainText = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(CONTROLS, '').trim();

/** The same for text of several lines that is about to be shown. */
export const plainLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replaceAll('\t', '  ').replaceAll(CONTROLS, ''))
    .join('\n');

/** JSON for a terminal: what `JSON.stringify` leaves as it is and a terminal may still act on is escaped, so that it reads as the same value. */
export const plainJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(CONTROLS, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
